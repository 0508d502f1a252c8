package plimsoll.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.PartitionField;
import plimsoll.model.PartitionField.Transform;
import plimsoll.model.PointerChange;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.FileStatus;
import plimsoll.testkit.Samples;
import plimsoll.testkit.StoreContract;

/** The contract over local files, and what is special to Iceberg. */
class IcebergStoreTest extends StoreContract {
  @TempDir Path directory;
  private Lake lake;
  private Table table;

  @BeforeEach
  void makeTable() {
    table = Lake.table("t", Scalar.BIGINT, Scalar.STRING);
  }

  @Override
  protected Store newStore() {
    lake = new Lake(directory);
    return lake.store;
  }

  @Override
  protected List<String> rows(Table shown, String location) throws IOException {
    return Lake.values(location).stream().map(row -> row.get(0) + "," + row.get(1)).toList();
  }

  @Override
  protected Set<String> files() throws IOException {
    Set<String> files = new TreeSet<>();
    for (FileStatus file : lake.storage.walk(lake.warehouse)) {
      files.add(file.path());
    }
    return files;
  }

  // ---- what is written

  @Test
  void tableIsDeclaredInIcebergsTerms() throws IOException {
    Table full = Samples.fullTable("de mo/..", "t*");
    PointerChange created = lake.store.create(full);
    org.apache.iceberg.Table stock = Lake.stock(created.to());
    assertThat(stock.location()).isEqualTo(lake.warehouse + "/de_mo___/t_-" + full.id());
    assertThat(stock.schema().toString())
        .isEqualTo(
            """
            table {
              7: id: required long (the key; it's "one")
              3: när: optional timestamp
              4: sum: optional decimal(38, 9)
              5: code: optional string (c)
              9: note: optional string
            }""");
    assertThat(stock.sortOrder().fields()).extracting("sourceId").containsExactly(7, 3);
    assertThat(((BaseTable) stock).operations().current().uuid()).isEqualTo(full.id().toString());
    assertThat(((BaseTable) stock).operations().current().formatVersion()).isEqualTo(2);
    assertThat(created.to()).matches(".*/metadata/00000-[0-9a-f-]{36}\\.metadata\\.json");
  }

  @Test
  void snapshotCarriesLabelsAndLoadIds() throws IOException {
    String location = lake.store.create(table).to();
    TableWork first = lake.work(table, Mode.APPEND, lake.stage(table, rows("a")));
    TableWork second = lake.work(table, Mode.APPEND, lake.stage(table, rows("b", "c")));
    location = lake.commit(table, location, first, second);
    Map<String, String> summary = Lake.stock(location).currentSnapshot().summary();
    assertThat(summary)
        .containsEntry("plimsoll.labels", "load-1,load-2")
        .containsEntry("plimsoll.load-ids", "1,2")
        .containsEntry("plimsoll.loads", "2")
        .containsEntry("added-records", "3")
        .containsEntry("total-records", "3")
        .containsEntry("total-data-files", "2")
        .containsEntry("total-files-size", summary.get("added-files-size"));
  }

  @Test
  void manyLabelsAreCut() throws IOException {
    String location = lake.store.create(table).to();
    List<TableWork> work = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      lake.stage(table, List.of());
      work.add(lake.work(table, Mode.APPEND));
    }
    location = lake.commit(table, location, work.toArray(TableWork[]::new));
    Map<String, String> summary = Lake.stock(location).currentSnapshot().summary();
    assertThat(summary.get("plimsoll.labels")).startsWith("load-1,").matches(".*,\\+\\d+");
    assertThat(summary.get("plimsoll.labels").length()).isLessThan(1100);
    assertThat(summary).containsEntry("plimsoll.loads", "500");
  }

  @Test
  void everythingIsSyncedBeforeThePointerCanMove() throws IOException {
    String location = lake.store.create(table).to();
    assertThat(lake.storage.synced).containsExactly(location, parent(location));
    lake.storage.synced.clear();
    Staged staged = lake.stage(table, rows("a"));
    assertThat(lake.storage.synced).containsExactlyElementsOf(staged.paths());
    Set<String> before = files();
    PointerChange change =
        lake.store.prepare(table, location, List.of(lake.work(table, Mode.APPEND, staged)));
    Set<String> written = files();
    written.removeAll(before);
    assertThat(lake.storage.synced).containsAll(written).contains(parent(location));
    assertThat(lake.storage.synced).contains(parent(staged.paths().get(0)));
    List<String> synced = lake.storage.synced;
    assertThat(synced.indexOf(parent(location))).isGreaterThan(synced.indexOf(change.to()));
    assertThat(written).hasSize(3);
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Test
  void loadIdIsInEveryFileAndNotInTheTable() throws IOException {
    lake.store.create(table);
    Staged staged = lake.stage(table, rows("a"));
    String read =
        DuckDb.one(
            "SELECT string_agg(c1 || c2 || _plimsoll_load_id) FROM read_parquet('"
                + staged.paths().get(0)
                + "')");
    assertThat(read).isEqualTo("0a1");
    assertThat(IcebergTypes.schema(table.schema()).columns()).hasSize(2);
  }

  // ---- housekeeping

  @Test
  void metadataDoesNotGrowWithoutEnd() throws IOException {
    String location = lake.store.create(table).to();
    List<Object[]> row = rows("a");
    long early = 0;
    for (int i = 1; i <= 300; i++) {
      location = lake.append(table, location, row);
      if (i == 120) {
        early = Files.size(Path.of(location));
      }
    }
    assertThat(Lake.stock(location).snapshots()).hasSizeBetween(80, 101);
    assertThat(Files.size(Path.of(location))).isLessThan(early * 5 / 4);
    assertThat(Lake.values(location)).hasSize(300);
    Set<String> files = files();
    assertThat(files).filteredOn(path -> path.endsWith(".json")).hasSize(21);
    assertThat(files).filteredOn(path -> path.endsWith(".parquet")).hasSize(300);
    assertThat(files).filteredOn(path -> path.contains("-snap-")).hasSizeBetween(80, 101);
    assertThat(files).filteredOn(path -> path.contains("-m")).hasSizeLessThan(320);
    assertThat(Lake.stock(location).currentSnapshot().allManifests(Lake.stock(location).io()))
        .hasSizeLessThan(45);
  }

  @Test
  void replacedDataGoesWhenItsSnapshotExpires() throws IOException {
    String location = lake.append(table, lake.store.create(table).to(), rows("old"));
    Set<String> old = dataFiles();
    location = lake.commit(table, location, lake.work(table, Mode.REPLACE));
    assertThat(dataFiles()).isEqualTo(old);
    for (int i = 0; i < 105; i++) {
      location = lake.append(table, location, rows("r" + i));
    }
    assertThat(dataFiles()).doesNotContainAnyElementsOf(old).hasSize(105);
    assertThat(Lake.values(location)).hasSize(105);
  }

  @Test
  void pinnedTableKeepsItsFilesUntilTheLastPinIsClosed() throws IOException {
    String location = lake.append(table, lake.store.create(table).to(), rows("old"));
    SnapshotPins.Pin pin = lake.pins.pin(table.id());
    String pinned = location;
    location = lake.commit(table, location, lake.work(table, Mode.REPLACE));
    for (int i = 0; i < 105; i++) {
      location = lake.append(table, location, rows("r" + i));
    }
    assertThat(Lake.values(pinned)).hasSize(1);
    SnapshotPins.Pin later = lake.pins.pin(table.id());
    pin.close();
    pin.close();
    assertThat(Files.exists(Path.of(pinned))).isFalse();
    assertThat(dataFiles()).hasSize(105);
    later.close();
    assertThat(lake.pins.open()).isZero();
  }

  @Test
  void droppedTableStaysForItsReaders() throws IOException {
    String location = lake.append(table, lake.store.create(table).to(), rows("a"));
    SnapshotPins.Pin pin = lake.pins.pin(table.id());
    lake.store.drop(table.name(), table.id());
    assertThat(Lake.values(location)).hasSize(1);
    pin.close();
    assertThat(files()).isEmpty();
  }

  private Set<String> dataFiles() throws IOException {
    Set<String> files = files();
    files.removeIf(path -> !path.endsWith(".parquet"));
    return files;
  }

  // ---- recovery

  @Test
  void sweepFindsMetadataOfACommitThatNeverReachedTheMetastore() throws IOException {
    String location = lake.append(table, lake.store.create(table).to(), rows("a"));
    Set<String> before = files();
    lake.store.prepare(
        table, location, List.of(lake.work(table, Mode.APPEND, lake.stage(table, rows("b")))));
    Set<String> lost = files();
    lost.removeAll(before);
    assertThat(lost).hasSize(4);
    assertThat(lake.open(2).sweep(table, location, 2)).containsExactlyInAnyOrderElementsOf(lost);
    assertThat(files()).isEqualTo(before);
    assertThat(Lake.values(location)).hasSize(1);
  }

  @Test
  void sweepThroughALinkToAMovedDirectoryKeepsLiveFiles() throws IOException {
    Lake old = new Lake(Files.createDirectory(directory.resolve("old")));
    String location =
        old.append(table, old.store.create(table).to(), List.<Object[]>of(row(1, "a")));
    Path moved = Files.move(directory.resolve("old"), directory.resolve("new"));
    Files.createSymbolicLink(directory.resolve("old"), moved);

    lake = new Lake(moved);
    location = lake.commit(table, location, lake.work(table, Mode.APPEND, stage("1-7-0", 2, "b")));
    Staged lost = stage("1-8-0", 3, "c");
    List<String> removed = lake.open(2).sweep(table, location, 2);

    assertThat(removed.stream().map(FileNames::name))
        .containsExactlyElementsOf(lost.paths().stream().map(FileNames::name).toList());
    assertThat(Lake.values(location)).hasSize(2);
  }

  @Test
  void sweepOfACopyTouchesNothingOfTheOriginal() throws IOException {
    Lake original = new Lake(Files.createDirectory(directory.resolve("original")));
    String copied = original.store.create(table).to();
    String location = original.append(table, copied, List.<Object[]>of(row(1, "a")));

    lake = new Lake(Files.createDirectory(directory.resolve("copy")));
    assertThatThrownBy(() -> lake.open(2).sweep(table, copied, 2))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_MOVED));
    assertThat(Lake.values(location)).hasSize(1);
  }

  @Test
  void tableOfAMovedDirectoryIsAnErrorThatSaysWhatToDo() throws IOException {
    Lake old = new Lake(Files.createDirectory(directory.resolve("old")));
    String location =
        old.append(table, old.store.create(table).to(), List.<Object[]>of(row(1, "a")));
    Path moved = Files.move(directory.resolve("old"), directory.resolve("new"));
    lake = new Lake(moved);
    String hint = "ln -s " + moved + " " + directory.resolve("old");
    Staged staged = stage("1-7-0", 2, "b");
    assertThatThrownBy(() -> lake.commit(table, location, lake.work(table, Mode.APPEND, staged)))
        .hasMessageContaining("was moved or copied")
        .hasMessageEndingWith(hint);
    assertThatThrownBy(() -> lake.store.reader().files(table, location)).hasMessageEndingWith(hint);
    assertThatThrownBy(() -> lake.store.requireHome(List.of(location))).hasMessageEndingWith(hint);
  }

  private static Object[] row(long id, String text) {
    return new Object[] {id, text};
  }

  private Staged stage(String tag, long id, String text) throws IOException {
    try (StoreWriter writer = lake.store.writer(table, id, tag)) {
      writer.write(Rows.batch(table.schema(), List.<Object[]>of(row(id, text))));
      return writer.finish();
    }
  }

  @Test
  void sweepLeavesFilesOfOtherEnginesAlone() throws IOException {
    String location = lake.store.create(table).to();
    String data = lake.warehouse + "/db/t-" + table.id() + "/data/";
    String metadata = parent(location) + "/";
    List<String> foreign =
        List.of(
            data + "00000-0-" + UUID.randomUUID() + "-00001.parquet",
            data + "20260304_120000_00001_abcde-" + UUID.randomUUID() + ".parquet",
            metadata + "00001-" + UUID.randomUUID() + ".metadata.json",
            metadata + "12345678-1234-1234-1234-123456789012-m0.avro",
            metadata + "snap-1-1-" + UUID.randomUUID() + ".avro");
    for (String path : foreign) {
      Files.createDirectories(Path.of(path).getParent());
      Files.writeString(Path.of(path), "not committed yet");
    }
    assertThat(lake.open(9).sweep(table, location, 9)).isEmpty();
    assertThat(files()).containsAll(foreign);
  }

  @Test
  void failedPrepareLeavesNothing() throws IOException {
    String location = lake.store.create(table).to();
    for (int files = 0; files < 3; files++) {
      lake.storage.createsLeft = -1;
      TableWork work = lake.work(table, Mode.APPEND, lake.stage(table, rows("a")));
      Set<String> before = files();
      lake.storage.createsLeft = files;
      assertThatThrownBy(() -> lake.store.prepare(table, location, List.of(work)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void failedWriterLeavesNothing() throws IOException {
    lake.store.create(table);
    Set<String> before = files();
    lake.storage.createsLeft = 0;
    assertThatThrownBy(() -> lake.stage(table, rows("a")))
        .hasMessageContaining("No space left on device");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void metadataThatIsGoneOrDamagedIsAnError() throws IOException {
    String location = lake.store.create(table).to();
    Lake fresh = new Lake(directory);
    Files.writeString(Path.of(location), "{ \"format-version\": ");
    assertThatThrownBy(() -> fresh.store.prepare(table, location, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(location);
    Files.delete(Path.of(location));
    assertThatThrownBy(() -> fresh.store.prepare(table, location, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(location);
  }

  // ---- what cannot be

  @Test
  void anotherTableAtThePointerIsAForeignChange() throws IOException {
    String other = lake.store.create(Lake.table("t", Scalar.BIGINT, Scalar.STRING)).to();
    lake.store.create(table);
    TableWork work = lake.work(table, Mode.APPEND, lake.stage(table, rows("a")));
    assertThatThrownBy(() -> lake.store.prepare(table, other, List.of(work)))
        .isInstanceOf(PlimsollException.class)
        .hasMessageStartingWith(
            "Table db.t was changed by another statement or engine: it is another table now");
  }

  @Test
  void partitioningThatCannotBeIsRefused() {
    assertRefused(
        partitioned(new PartitionField("c2", Transform.DAY, null)), "Cannot partition db.t: .*day");
    assertRefused(
        partitioned(new PartitionField("c1", Transform.BUCKET, 0)),
        "Cannot partition by .*width.*");
    assertRefused(
        partitioned(new PartitionField("c9", Transform.IDENTITY, null)), "Unknown column 'c9' .*");
    assertRefused(
        new Table(
            UUID.randomUUID(),
            new TableName("db", "t"),
            table.schema(),
            Table.KeyKind.NONE,
            List.of(),
            List.of(),
            "",
            Map.of("compression", "brotli")),
        "Unknown compression 'brotli'.*");
    assertRefused(
        Table.of(
            UUID.randomUUID(),
            new TableName("db", "t"),
            new Schema(List.of(Column.of(1, "_Plimsoll_Load_Id", Scalar.INT)))),
        "'_Plimsoll_Load_Id' is not a valid column name.*");
  }

  private Table partitioned(PartitionField field) {
    return new Table(
        UUID.randomUUID(),
        new TableName("db", "t"),
        table.schema(),
        Table.KeyKind.NONE,
        List.of(),
        List.of(field),
        "",
        Map.of());
  }

  private void assertRefused(Table refused, String message) {
    assertThatThrownBy(() -> lake.store.create(refused))
        .isInstanceOf(PlimsollException.class)
        .hasMessageMatching("(?s)" + message);
  }

  // ---- reader

  @Test
  void readerListsFilesSizesAndHistory() throws IOException {
    LakeReader reader = lake.store.reader();
    String location = lake.store.create(table).to();
    assertThat(reader.files(table, location).files()).isEmpty();
    assertThat(reader.size(location)).isEqualTo(new TableSize(0, 0, 0));
    location = lake.append(table, location, rows("a", "b"));
    location = lake.append(table, location, rows("c"));
    TableFiles files = reader.files(table, location);
    assertThat(files.rows()).isEqualTo(3);
    assertThat(files.fields())
        .extracting(TableFiles.Field::type)
        .containsExactly(Scalar.BIGINT, Scalar.STRING);
    assertThat(reader.size(location)).isEqualTo(new TableSize(3, 2, files.bytes()));
    assertThat(reader.history(location))
        .extracting(SnapshotInfo::labels)
        .containsExactly("load-2", "load-1");
    assertThat(reader.history(location))
        .extracting(SnapshotInfo::totalRows)
        .containsExactly(3L, 2L);
    Snapshot current = Lake.stock(location).currentSnapshot();
    assertThat(files.snapshotId()).isEqualTo(current.snapshotId());
  }

  static List<Object[]> rows(String... texts) {
    List<Object[]> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(new Object[] {(long) rows.size(), text});
    }
    return rows;
  }
}
