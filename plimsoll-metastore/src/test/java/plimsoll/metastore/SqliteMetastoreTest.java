package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static plimsoll.testkit.Samples.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.commit.Metastore.LabelTakenException;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.testkit.MetastoreContract;
import plimsoll.testkit.Samples;

class SqliteMetastoreTest extends MetastoreContract {
  @TempDir private Path directory;

  private Path path() {
    return directory.resolve("metastore.db");
  }

  private SqliteFile file() {
    return new SqliteFile(path());
  }

  @Override
  protected Metastore open() {
    return Metastores.sqlite(path(), Clock.systemUTC());
  }

  @Override
  protected Metastore reopen(Metastore open) {
    open.close();
    return open();
  }

  @Override
  protected void movePointerFromOutside(TableName name, String location) {
    file()
        .run(
            "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name,"
                + " metadata_location, iceberg_type) VALUES ('plimsoll', ?, ?, ?, 'TABLE')"
                + " ON CONFLICT (catalog_name, table_namespace, table_name)"
                + " DO UPDATE SET metadata_location = excluded.metadata_location",
            name.database(),
            name.table(),
            location);
  }

  @Test
  void fileIsSafeAgainstPowerLoss() {
    assertThat(file().query("PRAGMA journal_mode")).containsExactly("wal");
    assertThat(file().query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void noLookForOldLoadsSortsThemAll() {
    for (String look : List.of(LoadRows.DUE, LoadRows.NEWEST_BEYOND)) {
      String sql = look.replace("LIMIT ?", "LIMIT 1000").replace("?", "0");
      assertThat(file().plan(sql))
          .anyMatch(step -> step.contains("INDEX loads_by_end"))
          .noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
    }
  }

  @Test
  void writerSyncsEveryCommitAndChecksReferences() throws Exception {
    try (Connection connection = SqliteSource.writer(path()).getConnection();
        Transaction transaction = new Transaction(connection)) {
      Map.of("journal_mode", "wal", "synchronous", "2", "foreign_keys", "1")
          .forEach((name, value) -> assertThat(pragma(transaction, name)).isEqualTo(value));
    }
  }

  private static String pragma(Transaction transaction, String name) {
    try {
      return transaction.first("PRAGMA " + name, row -> row.getString(1)).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void errorInTheMiddleLeavesNoTransactionOpen() {
    Map<String, String> failing =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, String>> entrySet() {
            throw new StackOverflowError("deep");
          }
        };
    assertThatThrownBy(() -> metastore.createDatabase("demo", failing))
        .isInstanceOf(StackOverflowError.class);
    metastore.createDatabase("demo", Map.of());
  }

  @Test
  void closingLeavesOneFileWithEverythingInIt() throws Exception {
    metastore.createDatabase("demo", Map.of());
    metastore.databases();
    metastore.close();
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path());
    }
    metastore = open();
    assertThat(metastore.databases()).containsExactly("demo");
  }

  @Test
  void closingTwiceIsClosing() {
    metastore.close();
    metastore.close();
  }

  @Test
  void idleMetastoreHoldsNoLock() {
    metastore.createDatabase("demo", Map.of());
    file().run("UPDATE fence SET turns = turns");
    assertThat(metastore.databases()).containsExactly("demo");
    file().run("UPDATE fence SET turns = turns");
  }

  @Test
  void twoMetastoresOverOneFileShareIt() {
    try (Metastore second = open()) {
      Table table = created(Samples.table("demo", "t"));
      second.commit(List.of(next(table, 2)), List.of(load(1, "demo", "l", table.name())));
      assertThatThrownBy(() -> metastore.commit(List.of(), List.of(load(2, "demo", "l"))))
          .isInstanceOf(LabelTakenException.class);
      assertThat(metastore.pointer(table.name())).hasValue(location(table, 2));
    }
    assertThat(metastore.loads("demo", 10)).hasSize(1);
    assertThat(file().query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void labelOutlivesTheRecordOfItsLoad() {
    metastore.createDatabase("demo", Map.of());
    metastore.commit(List.of(), List.of(load(7, "demo", "l")));
    file().run("DELETE FROM load_tables");
    file().run("DELETE FROM loads");
    assertThat(metastore.load("demo", Label.given("l")))
        .hasValueSatisfying(
            load -> {
              assertThat(load.id()).isEqualTo(7);
              assertThat(load.state()).isEqualTo(LoadState.VISIBLE);
              assertThat(load.times().finished()).isEqualTo(Samples.NOON.plusMillis(57));
              assertThat(load.details()).contains("aged out");
            });
    assertThatThrownBy(() -> metastore.commit(List.of(), List.of(load(8, "demo", "l"))))
        .isInstanceOf(LabelTakenException.class);
  }

  @Test
  void labelHashIsWhatAShellComputes() {
    // printf %s flights-1 | sha256sum | cut -c1-32
    assertThat(LabelRows.hash(Label.given("flights-1")))
        .isEqualTo("e55343eaf2f2a455f9c3486c62eb9021");
  }

  @Test
  void viewOfAnotherEngineIsNotATableButItsNameIsTaken() {
    metastore.createDatabase("demo", Map.of());
    TableName name = new TableName("demo", "v");
    movePointerFromOutside(name, "view/1");
    file().run("UPDATE iceberg_tables SET iceberg_type = 'VIEW'");
    assertThat(metastore.pointer(name)).isEmpty();
    assertThatThrownBy(() -> created(Samples.table("demo", "v")))
        .hasMessage("Table 'demo.v' already exists. Use IF NOT EXISTS to ignore this.");
  }

  @Test
  void tableWhosePointerAnotherEngineDroppedCanStillBeDropped() {
    Table table = created(Samples.table("demo", "t"));
    file().run("DELETE FROM iceberg_tables");
    assertThat(metastore.tables("demo")).containsExactly(table);
    assertThat(metastore.pointer(table.name())).isEmpty();
    metastore.dropTable(table.name(), table.id());
    assertThat(metastore.tables("demo")).isEmpty();
  }

  @Test
  void namespaceOfAnotherEngineBecomesADatabase() {
    file()
        .run(
            "INSERT INTO iceberg_namespace_properties VALUES ('plimsoll', 'demo', 'exists', 'true')");
    assertThat(metastore.databases()).isEmpty();
    metastore.createDatabase("demo", Map.of());
    assertThat(metastore.databases()).containsExactly("demo");
  }

  @Test
  void columnTypeOfALaterVersionIsNamed() {
    created(Samples.table("demo", "t"));
    file().run("UPDATE columns SET data_type = 'VECTOR(3)' WHERE column_name = 'text'");
    assertThatThrownBy(() -> metastore.tables("demo"))
        .hasMessage(
            "The metastore failed: column 'text' of a table in demo has the type 'VECTOR(3)',"
                + " which this Plimsoll does not know.");
  }

  @Test
  void listingLoadsUsesAnIndex() {
    String newest = " ORDER BY started_at DESC, load_id DESC LIMIT 10";
    for (String from : List.of("loads", "loads WHERE database_id = 1")) {
      assertThat(file().plan("SELECT * FROM " + from + newest))
          .anyMatch(step -> step.contains("USING INDEX loads_by_"))
          .noneMatch(step -> step.contains("TEMP B-TREE"));
    }
  }

  @Test
  void lookingForALabelReadsItsLoadsAlone() {
    String ofLabel =
        "SELECT * FROM loads WHERE database_id = 1 AND label = 'l' AND load_state = 'ABORTED'"
            + " ORDER BY started_at DESC, load_id DESC LIMIT 1";
    assertThat(file().plan(ofLabel))
        .containsExactly("SEARCH loads USING INDEX loads_by_label (database_id=? AND label=?)");
  }

  @Test
  void fullDiskIsNamedAndUndone() {
    SqliteSource source = SqliteSource.writer(path());
    source.getConfig().setMaxPageCount(pages() + 2);
    try (Metastore cramped =
        Metastores.sqlite(source, path(), Clock.systemUTC(), new SqliteDialect(path()))) {
      cramped.createDatabase("demo", Map.of());
      Map<String, String> large = Map.of("large", "x".repeat(1 << 20));
      assertThatThrownBy(() -> cramped.createDatabase("other", large))
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL))
          .hasMessage("No space left on the device that holds " + path() + ". Nothing was loaded.");
      assertThat(cramped.databases()).containsExactly("demo");
      cramped.commit(List.of(), List.of());
    }
  }

  @Test
  void commitThatFindsTheDiskFullMovesNoPointerAndTakesNoLabel() {
    Table table = created(Samples.table("demo", "t"));
    SqliteSource source = SqliteSource.writer(path());
    source.getConfig().setMaxPageCount(pages() + 2);
    try (Metastore cramped =
        Metastores.sqlite(source, path(), Clock.systemUTC(), new SqliteDialect(path()))) {
      List<LoadRecord> many =
          LongStream.rangeClosed(1, 2000)
              .mapToObj(i -> load(i, "demo", "l" + i, table.name()))
              .toList();
      assertThatThrownBy(() -> cramped.commit(List.of(next(table, 2)), many))
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
      assertThat(cramped.pointer(table.name())).hasValue(location(table, 1));
      assertThat(cramped.loads("demo", 10)).isEmpty();
      assertThat(cramped.load("demo", Label.given("l1"))).isEmpty();
      cramped.commit(List.of(next(table, 2)), many.subList(0, 1));
    }
    assertThat(metastore.pointer(table.name())).hasValue(location(table, 2));
    assertThat(metastore.loads("demo", 10)).hasSize(1);
    assertThat(file().query("PRAGMA integrity_check")).containsExactly("ok");
  }

  private int pages() {
    return Integer.parseInt(file().query("PRAGMA page_count").get(0));
  }
}
