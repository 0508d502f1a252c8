package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.Requester;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Table;
import plimsoll.model.TableName;

class AlterTableTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (k INT NOT NULL, d DATE, v INT, f FLOAT, p DECIMAL(9, 2), s VARCHAR(5))"
            + " DUPLICATE KEY(k) PARTITION BY date_trunc('month', d)",
        "INSERT INTO t VALUES (1, '2024-01-01', 10, 1.5, 2.25, 'abc')");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<List<String>> rows() {
    return fixture.rows("SELECT * FROM t ORDER BY k");
  }

  private List<String> columns() {
    return fixture.rows("DESC t").stream().map(row -> row.get(0)).toList();
  }

  // ---- ADD

  @Test
  void addedColumnIsNullInOldRowsAndHasItsPlace() {
    fixture.run("ALTER TABLE t ADD COLUMN a BIGINT COMMENT 'new' AFTER k, ADD COLUMN z DATE");
    assertThat(columns()).containsExactly("k", "a", "d", "v", "f", "p", "s", "z");
    fixture.run("INSERT INTO t (k, a, z) VALUES (2, 7, '2024-02-02')");
    assertThat(fixture.rows("SELECT k, a, v, z FROM t ORDER BY k"))
        .containsExactly(
            List.of("1", "NULL", "10", "NULL"), List.of("2", "7", "NULL", "2024-02-02"));
  }

  @Test
  void defaultOfAnAddedColumnIsForRowsToComeAndSaysSo() {
    StatementResult.Done done = fixture.done("ALTER TABLE t ADD COLUMN a INT DEFAULT '5'");
    assertThat(done.warnings())
        .containsExactly("Rows that are there have NULL in 'a'; its default is for rows to come.");
    fixture.run("INSERT INTO t (k) VALUES (2)");
    assertThat(fixture.rows("SELECT k, a FROM t ORDER BY k"))
        .containsExactly(List.of("1", "NULL"), List.of("2", "5"));
  }

  @Test
  void emptyTableTakesRequiredColumns() {
    fixture.run("TRUNCATE TABLE t", "ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT '5'");
    fixture.run("INSERT INTO t (k) VALUES (2)");
    assertThat(fixture.rows("SELECT k, a FROM t")).containsExactly(List.of("2", "5"));
  }

  @Test
  void droppedAndAddedAgainIsAnotherColumn() {
    fixture.run("ALTER TABLE t DROP COLUMN v", "ALTER TABLE t ADD COLUMN v VARCHAR(3)");
    assertThat(fixture.rows("SELECT k, v FROM t")).containsExactly(List.of("1", "NULL"));
  }

  // ---- DROP, RENAME, MODIFY

  @Test
  void droppedColumnIsGoneAndTheOthersStay() {
    fixture.run("ALTER TABLE t DROP COLUMN f, DROP COLUMN p");
    assertThat(rows()).containsExactly(List.of("1", "2024-01-01", "10", "abc"));
  }

  @Test
  void renamedColumnKeepsItsValues() {
    fixture.run("ALTER TABLE t RENAME COLUMN v TO w", "ALTER TABLE t RENAME COLUMN k TO id");
    fixture.run("INSERT INTO t (id, w) VALUES (2, 20)");
    assertThat(fixture.rows("SELECT id, w FROM t ORDER BY id"))
        .containsExactly(List.of("1", "10"), List.of("2", "20"));
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1)).contains("DUPLICATE KEY (`id`)");
  }

  @Test
  void widenedColumnsReadOldAndNewValues() {
    fixture.run(
        "ALTER TABLE t MODIFY COLUMN v BIGINT, MODIFY COLUMN f DOUBLE,"
            + " MODIFY COLUMN p DECIMAL(30, 2), MODIFY COLUMN s VARCHAR(20)",
        "INSERT INTO t VALUES (2, NULL, 5000000000, 1e300, 1234567890123456789012.5, 'longer text')");
    assertThat(rows())
        .containsExactly(
            List.of("1", "2024-01-01", "10", "1.5", "2.25", "abc"),
            List.of(
                "2", "NULL", "5000000000", "1e+300", "1234567890123456789012.50", "longer text"));
    assertThat(fixture.rows("SELECT k FROM t WHERE v = 10 AND p = 2.25 AND f = 1.5"))
        .containsExactly(List.of("1"));
  }

  @Test
  void whatModifyDoesNotSayStays() {
    fixture.run(
        "CREATE TABLE m (a INT NOT NULL DEFAULT '3' COMMENT 'c', b INT)",
        "ALTER TABLE m MODIFY COLUMN a BIGINT");
    assertThat(fixture.rows("SHOW CREATE TABLE m").get(0).get(1))
        .contains("`a` BIGINT NOT NULL DEFAULT '3' COMMENT 'c'");
    fixture.run("ALTER TABLE m MODIFY COLUMN a BIGINT NULL DEFAULT NULL AFTER b");
    assertThat(fixture.rows("SHOW CREATE TABLE m").get(0).get(1))
        .contains("`b` INT NULL,\n  `a` BIGINT NULL COMMENT 'c'");
  }

  @Test
  void commentAndPropertiesAreSet() {
    fixture.run("ALTER TABLE t COMMENT = 'all', SET ('compression' = 'zstd')");
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1))
        .contains("COMMENT 'all'", "'compression' = 'zstd'");
    fixture.run("ALTER TABLE t COMMENT ''", "INSERT INTO t (k) VALUES (2)");
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1)).doesNotContain("COMMENT");
    assertThat(fixture.done("ALTER TABLE t SET ('replication_num' = '1')").warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ADD COLUMN V INT | DUPLICATE_COLUMN",
        "ADD COLUMN x INT NOT NULL | BAD_SCHEMA",
        "ADD COLUMN x INT FIRST | BAD_SCHEMA",
        "ADD COLUMN x INT AFTER nothing | UNKNOWN_COLUMN",
        "ADD COLUMN x INT DEFAULT 'y' | BAD_VALUE",
        "ADD COLUMN _plimsoll_load_id INT | BAD_NAME",
        "DROP COLUMN nothing | UNKNOWN_COLUMN",
        "DROP COLUMN k | BAD_SCHEMA",
        "DROP COLUMN d | BAD_SCHEMA",
        "RENAME COLUMN v TO s | DUPLICATE_COLUMN",
        "RENAME COLUMN d TO e | BAD_SCHEMA",
        "MODIFY COLUMN v SMALLINT | BAD_SCHEMA",
        "MODIFY COLUMN v DOUBLE | BAD_SCHEMA",
        "MODIFY COLUMN v INT NOT NULL | BAD_SCHEMA",
        "MODIFY COLUMN p DECIMAL(10, 3) | BAD_SCHEMA",
        "MODIFY COLUMN s VARCHAR(4) | BAD_SCHEMA",
        "MODIFY COLUMN d DATETIME | BAD_SCHEMA",
        "SET ('plimsoll.kept.first-name' = 'x') | BAD_OPTION",
        "SET ('compression' = 'best') | BAD_OPTION",
        "RENAME t | TABLE_EXISTS",
        "RENAME `a b` | BAD_NAME",
      })
  void unsafeChangeIsRefusedAndChangesNothing(String change, ErrorCode code) {
    String before = fixture.rows("SHOW CREATE TABLE t").toString();
    assertThatThrownBy(() -> fixture.run("ALTER TABLE t COMMENT 'x', " + change.trim()))
        .isInstanceOf(PlimsollException.class);
    assertThatThrownBy(() -> fixture.run("ALTER TABLE t " + change.trim()))
        .extracting("code")
        .isEqualTo(code);
    assertThat(fixture.rows("SHOW CREATE TABLE t").toString()).isEqualTo(before);
    fixture.run("INSERT INTO t (k) VALUES (2)");
    assertThat(rows()).hasSize(2);
  }

  // ---- RENAME of the table

  @Test
  void renamedTableIsLoadedQueriedAndDroppedWithoutATrace() throws Exception {
    fixture.run(
        "ALTER TABLE t RENAME u",
        "INSERT INTO u (k) VALUES (2)",
        "CREATE TABLE t (other INT)",
        "ALTER TABLE u ADD COLUMN x INT",
        "ALTER TABLE u RENAME TO w");
    assertThat(fixture.rows("SHOW TABLES")).containsExactly(List.of("t"), List.of("w"));
    assertThat(fixture.rows("SELECT k, x FROM w ORDER BY k"))
        .containsExactly(List.of("1", "NULL"), List.of("2", "NULL"));
    assertThat(fixture.rows("SHOW CREATE TABLE w").get(0).get(1)).doesNotContain("first-name");
    fixture.run("DROP TABLE w", "DROP TABLE t");
    try (Stream<Path> files = Files.walk(directory.resolve("data/warehouse"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void everythingIsThereAfterReopening() {
    fixture.run("ALTER TABLE t RENAME COLUMN v TO w, ADD COLUMN x INT", "ALTER TABLE t RENAME u");
    fixture.close();
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("INSERT INTO demo.u (k, w, x) VALUES (2, 20, 200)");
    assertThat(fixture.rows("SELECT k, w, x FROM demo.u ORDER BY k"))
        .containsExactly(List.of("1", "10", "NULL"), List.of("2", "20", "200"));
  }

  // ---- loads that were planned before the change

  private LoadReport insertPlannedBefore(String change) {
    Table table = fixture.plimsoll.planner().table(new TableName("demo", "t"));
    OneRow row = new OneRow(table.schema());
    LoadPlan plan =
        new LoadPlan(
            LoadKind.INSERT,
            Label.generate("test_"),
            table,
            row,
            fixture.plimsoll.planner().mapping(table, row.columnsPresent()),
            LoadBounds.within(java.time.Duration.ofSeconds(60)),
            new Requester("root", "local", "", List.of()),
            0);
    fixture.run(change);
    return fixture.plimsoll.loads().run(plan);
  }

  @Test
  void loadPlannedBeforeFitsAWiderTable() {
    assertThat(
            insertPlannedBefore(
                    "ALTER TABLE t ADD COLUMN a INT, RENAME COLUMN v TO w, MODIFY COLUMN f DOUBLE")
                .succeeded())
        .isTrue();
    assertThat(fixture.rows("SELECT k, w, f, a FROM t ORDER BY k"))
        .containsExactly(List.of("1", "10", "1.5", "NULL"), List.of("99", "NULL", "NULL", "NULL"));
  }

  @Test
  void loadPlannedBeforeFailsClearlyWhereItsColumnIsGone() {
    LoadReport report = insertPlannedBefore("ALTER TABLE t DROP COLUMN v");
    assertThat(report.failure())
        .hasMessage("Table demo.t was changed by another statement or engine: column 'v' is gone.");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void loadPlannedBeforeFailsClearlyWhereItsTableHasAnotherName() {
    LoadReport report = insertPlannedBefore("ALTER TABLE t RENAME u");
    assertThat(report.failure()).hasMessage("Unknown table 'demo.t'. It was dropped or renamed.");
    assertThat(fixture.rows("SELECT count(*) FROM u")).containsExactly(List.of("1"));
  }
}
