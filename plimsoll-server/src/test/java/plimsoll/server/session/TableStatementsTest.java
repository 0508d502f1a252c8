package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;

/** Statements that make tables of others, and that take the place of rows. */
class TableStatementsTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE cities (id INT NOT NULL, name VARCHAR(10) DEFAULT 'nowhere', born DATE)",
        "INSERT INTO cities VALUES (1, 'Rome', '2024-01-01'), (2, 'Oslo', NULL)");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<List<String>> cities() {
    return fixture.rows("SELECT id, name FROM cities ORDER BY id");
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call).extracting("code").isEqualTo(code);
  }

  // ---- values that do not convert

  private static final String WITH_BAD_ONES =
      "INSERT INTO cities WITH LABEL bad (id, born)"
          + " VALUES ('3', '2024-01-03'), ('four', NULL), ('5', '2024-02-31')";

  @Test
  void valueThatDoesNotConvertIsNamedWithItsRow() {
    assertThatThrownBy(() -> fixture.run(WITH_BAD_ONES))
        .hasMessageContaining("2 rows are bad, nothing was loaded. First, row 2: Value 'four'")
        .hasMessageContaining("('four', NULL)");
    assertThat(cities()).hasSize(2);
  }

  @Test
  void rowsWithValuesThatDoNotConvertAreFilteredUpToTheRatio() {
    fixture.run("SET insert_max_filter_ratio = 0.67");
    StatementResult.Done done = fixture.done(WITH_BAD_ONES);
    assertThat(done.affectedRows()).isEqualTo(1);
    assertThat(done.warningCount()).isEqualTo(2);
    assertThat(done.warnings())
        .containsExactly(
            "2 rows were filtered: SELECT * FROM information_schema.rejected_rows"
                + " WHERE label = 'bad'");
    assertThat(
            fixture.rows(
                "SELECT line, column_name, bad_value FROM information_schema.rejected_rows"
                    + " WHERE label = 'bad' ORDER BY line"))
        .containsExactly(List.of("2", "id", "four"), List.of("3", "born", "2024-02-31"));
  }

  /** As a load that is not strict: the value becomes NULL, where the column takes it. */
  @Test
  void insertThatIsNotStrictMakesThemNull() {
    fixture.run("SET enable_insert_strict = false");
    StatementResult.Done done = fixture.done(WITH_BAD_ONES);
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(done.warningCount()).isEqualTo(2);
    assertThat(done.warnings())
        .hasSize(2)
        .contains("column born: 1 values did not convert, now NULL");
    assertThat(fixture.rows("SELECT id FROM cities WHERE id > 2 AND born IS NULL"))
        .containsExactly(List.of("5"));
    assertThat(
            fixture.rows(
                "SELECT bad_value FROM information_schema.rejected_rows WHERE label = 'bad'"))
        .containsExactly(List.of("four"));
  }

  // ---- INSERT OVERWRITE, BY NAME

  @Test
  void overwriteTakesThePlaceOfAllRows() {
    StatementResult.Done done =
        fixture.done(
            "INSERT OVERWRITE cities WITH LABEL over SELECT id + 10, name, born FROM cities");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(done.info()).contains("'label':'over'");
    assertThat(cities()).containsExactly(List.of("11", "Rome"), List.of("12", "Oslo"));
  }

  @Test
  void overwriteByAnEmptyQueryEmptiesTheTable() {
    fixture.run("INSERT OVERWRITE cities SELECT * FROM cities WHERE id > 100");
    assertThat(cities()).isEmpty();
  }

  @Test
  void overwriteThatFailsLeavesTheRows() {
    assertFails(
        ErrorCode.INSERT_FILTERED,
        () -> fixture.run("INSERT OVERWRITE cities (id) VALUES (1), (NULL)"));
    assertThat(cities()).hasSize(2);
  }

  @Test
  void loadedFileTakesThePlaceOfAllRows() throws IOException {
    Path file = Files.writeString(directory.resolve("new.csv"), "7,Bonn,2001-02-03\n");
    fixture.run(
        "LOAD DATA INFILE '"
            + file
            + "' INTO TABLE cities OPTIONS (mode='overwrite', header=false)");
    assertThat(cities()).containsExactly(List.of("7", "Bonn"));
  }

  @Test
  void badFileThatWouldTakeTheirPlaceLeavesTheRows() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.csv"), "7,Bonn,2001-02-03\nx,Ulm,\n");
    assertFails(
        ErrorCode.BAD_ROW,
        () ->
            fixture.run(
                "LOAD DATA INFILE '"
                    + file
                    + "' INTO TABLE cities OPTIONS (mode='overwrite', header=false,"
                    + " bad_values='abort')"));
    assertThat(cities()).hasSize(2);
  }

  @Test
  void byNameFindsColumnsByTheNamesOfTheQuery() {
    fixture.run("INSERT INTO cities BY NAME SELECT 'Bonn' AS NAME, 3 AS id");
    assertThat(cities()).contains(List.of("3", "Bonn"));
    fixture.run("INSERT INTO cities BY NAME SELECT 4 AS id");
    assertThat(cities()).contains(List.of("4", "nowhere"));
  }

  @Test
  void byNameRefusesNamesThatAreNoColumnsOrComeTwice() {
    assertThatThrownBy(() -> fixture.run("INSERT INTO cities BY NAME SELECT 1 AS id, 2 AS nam"))
        .hasMessageContaining("Unknown column 'nam' in demo.cities. Did you mean 'name'?");
    assertFails(
        ErrorCode.DUPLICATE_COLUMN,
        () -> fixture.run("INSERT INTO cities BY NAME SELECT 1 AS id, 2 AS ID"));
    assertFails(
        ErrorCode.NO_DEFAULT, () -> fixture.run("INSERT INTO cities BY NAME SELECT 'x' AS name"));
  }

  // ---- CREATE TABLE AS SELECT

  @Test
  void tableIsMadeOfAQuery() {
    StatementResult.Done done =
        fixture.done(
            "CREATE TABLE born PARTITION BY (id) COMMENT 'x' AS"
                + " SELECT id, upper(name) AS name, born, id * 1.5 AS half, count(*) OVER () AS `all`"
                + " FROM cities");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(fixture.rows("SELECT * FROM born ORDER BY id"))
        .containsExactly(
            List.of("1", "ROME", "2024-01-01", "1.5", "2"),
            List.of("2", "OSLO", "NULL", "3.0", "2"));
    assertThat(fixture.rows("SHOW CREATE TABLE born").get(0).get(1))
        .contains("`name` STRING NULL", "`born` DATE NULL", "PARTITION BY `id`", "COMMENT 'x'");
    assertThat(fixture.rows("SHOW LOAD ORDER BY JobId DESC LIMIT 1").get(0).toString())
        .contains("insert_");
  }

  @Test
  void tableOfAnEmptyQueryIsThereAndEmpty() {
    fixture.run("CREATE TABLE none AS SELECT * FROM cities WHERE id > 5");
    assertThat(fixture.rows("SELECT count(*) FROM none")).containsExactly(List.of("0"));
    fixture.run("INSERT INTO none VALUES (1, 'a', NULL)");
    assertThat(fixture.rows("SELECT count(*) FROM none")).containsExactly(List.of("1"));
  }

  @Test
  void failingQueryLeavesNoTableAndNoFile() throws Exception {
    assertFails(
        ErrorCode.QUERY_FAILED,
        () -> fixture.run("CREATE TABLE bad AS SELECT CAST(name AS INT) AS n FROM cities"));
    assertFails(
        ErrorCode.UNKNOWN_COLUMN, () -> fixture.run("CREATE TABLE bad AS SELECT x FROM cities"));
    assertFails(
        ErrorCode.BAD_SCHEMA,
        () ->
            fixture.run(
                "CREATE TABLE bad PARTITION BY bucket(4, d) AS SELECT CAST(1 AS DOUBLE) AS d"));
    assertThat(fixture.rows("SHOW TABLES")).containsExactly(List.of("cities"));
    try (Stream<Path> files = Files.walk(directory.resolve("data/warehouse/demo"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("/bad-"));
    }
  }

  @Test
  void tableThatExistsIsNotMadeOfAQuery() {
    assertFails(ErrorCode.TABLE_EXISTS, () -> fixture.run("CREATE TABLE cities AS SELECT 1 AS a"));
    StatementResult.Done done = fixture.done("CREATE TABLE IF NOT EXISTS cities AS SELECT 1 AS a");
    assertThat(done.warnings()).hasSize(1);
    assertThat(cities()).hasSize(2);
  }

  // ---- CREATE TABLE LIKE

  @Test
  void tableIsDefinedLikeAnother() {
    fixture.run(
        "CREATE TABLE model (k INT NOT NULL, d DATE, v VARCHAR(5) DEFAULT 'x' COMMENT 'c')"
            + " DUPLICATE KEY(k) COMMENT 'm' PARTITION BY date_trunc('day', d)",
        "INSERT INTO model (k) VALUES (1)",
        "CREATE TABLE copy LIKE demo.model");
    assertThat(fixture.rows("SELECT * FROM copy")).isEmpty();
    assertThat(fixture.rows("SHOW CREATE TABLE copy").get(0).get(1))
        .isEqualTo(
            fixture.rows("SHOW CREATE TABLE model").get(0).get(1).replace("`model`", "`copy`"));
    fixture.run("DROP TABLE model", "INSERT INTO copy (k) VALUES (2)");
    assertThat(fixture.rows("SELECT k, v FROM copy")).containsExactly(List.of("2", "x"));
  }

  @Test
  void tableLikeNothingIsAnError() {
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> fixture.run("CREATE TABLE copy LIKE nowhere"));
    assertFails(ErrorCode.TABLE_EXISTS, () -> fixture.run("CREATE TABLE cities LIKE cities"));
    fixture.run("CREATE TABLE IF NOT EXISTS cities LIKE cities");
  }
}
