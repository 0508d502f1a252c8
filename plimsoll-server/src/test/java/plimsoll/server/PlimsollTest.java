package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.lake.iceberg.TableFiles;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadState;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.query.Query;
import plimsoll.query.QueryResult;
import plimsoll.query.ScanFiles;

/** The parts as they are wired: a file, a label, a commit, a query, a restart. */
class PlimsollTest {
  private static final TableName NAME = new TableName("demo", "flights");

  @TempDir Path directory;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aNewDataDirectoryIsItsOwnersAlone() throws IOException {
    Path data = directory.resolve("above/data");
    Plimsoll.open(data, Settings.defaults()).close();
    assertThat(mode(data)).isEqualTo("rwx------");
    assertThat(mode(data.resolve("rejects"))).isEqualTo("rwx------");
    assertThat(mode(data.resolve("metastore.db"))).isEqualTo("rw-------");
  }

  @Test
  void inADirectoryThatIsOpenToOthersPasswordHashesAreNot() throws IOException {
    Path data = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Plimsoll.open(data, Settings.defaults()).close();
    Path metastore = data.resolve("metastore.db");
    Files.setPosixFilePermissions(metastore, PosixFilePermissions.fromString("rw-r--r--"));
    Path rejects = data.resolve("rejects"); // as an older version made it
    Files.setPosixFilePermissions(rejects, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Plimsoll plimsoll = Plimsoll.open(data, Settings.defaults())) {
      plimsoll.metastore().createDatabase("demo", Map.of());
      for (String name : List.of("metastore.db", "metastore.db-wal", "metastore.db-shm")) {
        assertThat(mode(data.resolve(name))).as(name).isEqualTo("rw-------");
      }
    }
    assertThat(mode(data)).isEqualTo("rwxr-xr-x");
    assertThat(mode(data.resolve("rejects"))).isEqualTo("rwx------");
  }

  @Test
  void fileBecomesRowsOnce() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n2024-01-02,\"LA,X\",-3\n2024-01-03,,\n");
    try (Plimsoll plimsoll = open()) {
      create(plimsoll);
      LoadReport report = load(plimsoll, file, "day-1");
      assertThat(report.failure()).isNull();
      assertThat(report.record().counts().loaded()).isEqualTo(3);
      assertThat(load(plimsoll, file, "day-1").failure().code()).isEqualTo(ErrorCode.LABEL_USED);
      assertThat(rows(plimsoll))
          .containsExactly("2024-01-01|ORD|5", "2024-01-02|LA,X|-3", "2024-01-03|null|null");
    }
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      create(plimsoll);
      load(plimsoll, file, "day-1");
    }
    try (Plimsoll plimsoll = open()) {
      assertThat(rows(plimsoll)).containsExactly("2024-01-01|ORD|5");
      assertThat(load(plimsoll, file, "day-1").failure().code()).isEqualTo(ErrorCode.LABEL_USED);
      assertThat(load(plimsoll, file, "day-2").succeeded()).isTrue();
      assertThat(rows(plimsoll)).hasSize(2);
    }
  }

  @Test
  void badRowsAbortAndLeaveNoFile() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\nnonsense,ORD,5,6\n");
    try (Plimsoll plimsoll = open()) {
      create(plimsoll);
      LoadReport report = load(plimsoll, file, "day-1");
      assertThat(report.failure().code()).isEqualTo(ErrorCode.TOO_MANY_FILTERED);
      assertThat(report.record().state()).isEqualTo(LoadState.ABORTED);
      assertThat(dataFiles()).isEmpty();
      Path log = Path.of(plimsoll.rejectDirectory(), report.record().errorLog() + ".jsonl");
      assertThat(Files.readString(log))
          .contains("\"line\":3", "expected = 3, actual = 4", "nonsense,ORD,5,6");
    }
  }

  @Test
  void droppedTableLeavesNoFile() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      Table table = create(plimsoll);
      load(plimsoll, file, "day-1");
      assertThat(dataFiles()).hasSize(1);
      plimsoll.tables().drop(table);
      assertThat(dataFiles()).isEmpty();
      assertThat(plimsoll.metastore().table(NAME)).isEmpty();
    }
  }

  @Test
  void filesThatAReaderHeldAtTheEndAreRemovedAtTheNextStart() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      Table table = create(plimsoll);
      load(plimsoll, file, "day-1");
      SnapshotPins.Pin held = plimsoll.pins().pin(table.id());
      plimsoll.tables().drop(table);
      assertThat(dataFiles()).hasSize(1);
      assertThat(held).isNotNull(); // and never closed
    }
    open().close();
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void truncatedTableIsEmpty() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      Table table = create(plimsoll);
      load(plimsoll, file, "day-1");
      plimsoll.rowlessCommits().truncate(table, requester());
      assertThat(rows(plimsoll)).isEmpty();
      load(plimsoll, file, "day-2");
      assertThat(rows(plimsoll)).hasSize(1);
    }
  }

  @Test
  void directoryIsHeldByOneAtATime() {
    try (Plimsoll plimsoll = open()) {
      assertThat(plimsoll.directory()).isEqualTo(directory.resolve("data").toAbsolutePath());
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              PlimsollException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_HELD));
    }
    open().close();
  }

  @Test
  void movedDirectoryIsRefusedAndWorksThroughALink() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      create(plimsoll);
      load(plimsoll, file, "day-1");
    }
    Path moved = directory.resolve("moved");
    Files.move(directory.resolve("data"), moved);
    for (int i = 0; i < 2; i++) { // the refusal holds nothing
      assertThatThrownBy(() -> Plimsoll.open(moved, Settings.defaults()))
          .isInstanceOfSatisfying(
              PlimsollException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_MOVED))
          .hasMessageEndingWith("ln -s " + moved + " " + directory.resolve("data"));
    }
    Files.createSymbolicLink(directory.resolve("data"), moved);
    try (Plimsoll plimsoll = Plimsoll.open(moved, Settings.defaults())) {
      assertThat(load(plimsoll, file, "day-2").succeeded()).isTrue();
      assertThat(rows(plimsoll)).hasSize(2);
    }
  }

  @Test
  void openingThatFailsLeavesNeitherThreadNorLock() throws Exception {
    try (Plimsoll plimsoll = open()) {
      create(plimsoll);
    }
    Path metastore = directory.resolve("data/metastore.db");
    byte[] good = Files.readAllBytes(metastore);
    Files.writeString(metastore, "this is no database, however long one looks at it. ".repeat(99));
    assertOpeningFails(ErrorCode.METASTORE_FAILED);
    Files.write(metastore, good);

    touch("1"); // something to sweep, in a table whose directory cannot be listed
    Path table;
    try (Stream<Path> tables = Files.list(directory.resolve("data/warehouse/demo"))) {
      table = tables.findFirst().orElseThrow();
    }
    Path metadata = table.resolve("metadata");
    Files.move(metadata, table.resolve("away"));
    assertOpeningFails(ErrorCode.FILE_UNWRITABLE);
    Files.move(table.resolve("away"), metadata);
    open().close();
  }

  private void touch(String epoch) {
    try (Plimsoll plimsoll = open()) {
      Table table = plimsoll.metastore().table(NAME).orElseThrow();
      plimsoll.metastore().touch(new Metastore.Touched(Long.parseLong(epoch), NAME, table.id()));
    }
  }

  private void assertOpeningFails(ErrorCode code) throws InterruptedException {
    Set<Thread> before = ourThreads();
    for (int i = 0; i < 2; i++) { // the first failure holds nothing
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
    for (Thread thread : ourThreads()) {
      if (!before.contains(thread)) {
        thread.join(30_000); // that of a connection pool ends a moment after it is closed
      }
    }
    assertThat(ourThreads()).isSubsetOf(before);
  }

  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("plimsoll"))
        .collect(Collectors.toSet());
  }

  @Test
  void manyLoadsInLittleMemoryWaitAndAllArrive() throws Exception {
    Settings settings =
        Settings.of(Map.of("load_process_max_memory_limit_bytes", "2MB", "load_workers", "2"));
    StringBuilder text = new StringBuilder("day,origin,delay\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("2024-01-01,")
          .append((i * 7_919L) % 1_000_003)
          .append(",")
          .append(i)
          .append('\n');
    }
    Path file = write(text.toString());
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try (Plimsoll plimsoll = Plimsoll.open(directory.resolve("data"), settings)) {
      create(plimsoll);
      List<Future<LoadReport>> reports = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String label = "l" + i;
        reports.add(clients.submit(() -> load(plimsoll, file, label)));
      }
      for (Future<LoadReport> report : reports) {
        assertThat(report.get().failure()).isNull();
      }
      Table table = plimsoll.metastore().table(NAME).orElseThrow();
      String pointer = plimsoll.metastore().pointer(NAME).orElseThrow();
      assertThat(plimsoll.lake().files(table, pointer).rows()).isEqualTo(1_600_000);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void oldRecordsAndTheirRejectedRowsAreForgottenWhenItCloses() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\nnonsense,ORD,5,6\n");
    Settings settings = Settings.of(Map.of("label_keep_max_num", "1"));
    try (Plimsoll plimsoll = Plimsoll.open(directory.resolve("data"), settings)) {
      create(plimsoll);
      load(plimsoll, file, "day-1");
      load(plimsoll, file, "day-2");
      assertThat(plimsoll.metastore().loads("demo", 10)).hasSize(2);
    }
    try (Plimsoll plimsoll = open();
        Stream<Path> rejects = Files.list(Path.of(plimsoll.rejectDirectory()))) {
      assertThat(plimsoll.metastore().loads("demo", 10))
          .singleElement()
          .satisfies(load -> assertThat(load.label()).isEqualTo(Label.given("day-2")));
      assertThat(rejects).hasSize(1);
    }
  }

  @Test
  void tableDroppedUnderALoadLeavesNoDirectory() throws IOException {
    Path file = write("day,origin,delay\n2024-01-01,ORD,5\n");
    try (Plimsoll plimsoll = open()) {
      Table table = create(plimsoll);
      LoadPlan plan = plan(plimsoll, file, "day-1");
      LoadReport report = plimsoll.loads().run(plan, running -> plimsoll.tables().drop(table));
      assertThat(report.failure().code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
      try (Stream<Path> tables = Files.list(directory.resolve("data/warehouse/demo"))) {
        assertThat(tables).isEmpty();
      }
    }
  }

  private Plimsoll open() {
    return Plimsoll.open(directory.resolve("data"), Settings.defaults());
  }

  private static Table create(Plimsoll plimsoll) {
    plimsoll.metastore().createDatabase("demo", Map.of());
    Table table =
        Table.of(
            UUID.randomUUID(),
            NAME,
            new Schema(
                List.of(
                    Column.of(1, "day", Scalar.DATE),
                    Column.of(2, "origin", Scalar.STRING),
                    Column.of(3, "delay", Scalar.INT))));
    plimsoll.tables().create(table);
    return table;
  }

  private static LoadReport load(Plimsoll plimsoll, Path file, String label) {
    return plimsoll.loads().run(plan(plimsoll, file, label));
  }

  private static LoadPlan plan(Plimsoll plimsoll, Path file, String label) {
    return plimsoll
        .planner()
        .plan(
            new LoadRequest(
                LoadKind.CLI,
                Label.given(label),
                NAME,
                FilesSource.matching(plimsoll.storage(), file.toString()),
                CsvOptions.rfc4180(),
                null,
                BadValuePolicy.REJECT,
                LoadBounds.within(Duration.ofMinutes(1)),
                requester()));
  }

  private static Requester requester() {
    return new Requester("root", "local", "test", List.of());
  }

  private static List<String> rows(Plimsoll plimsoll) throws IOException {
    Table table = plimsoll.metastore().table(NAME).orElseThrow();
    TableFiles files =
        plimsoll.lake().files(table, plimsoll.metastore().pointer(NAME).orElseThrow());
    ScanFiles scan =
        ScanFiles.of(
            NAME,
            table.schema().columns(),
            files.files().stream().map(TableFiles.DataFile::path).toList());
    Query query =
        new Query(
            "SELECT * FROM \"demo\".\"flights\" ORDER BY 1", List.of(scan), Duration.ofMinutes(1));
    List<String> rows = new ArrayList<>();
    try (QueryResult result = plimsoll.queries().run(query)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(row[0] + "|" + row[1] + "|" + row[2]);
      }
    }
    return rows;
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data/warehouse"))) {
      return files.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("in.csv"), text);
  }
}
