package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

class SqlSessionTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE cities (id INT NOT NULL, name VARCHAR(10), born DATE, share DECIMAL(9, 2))");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  // ---- databases and tables

  @Test
  void databasesAreShownInOrder() {
    fixture.run("CREATE DATABASE alpha", "CREATE DATABASE IF NOT EXISTS alpha");
    assertThat(fixture.columns("SHOW DATABASES")).containsExactly("Database");
    assertThat(fixture.rows("SHOW DATABASES"))
        .containsExactly(List.of("alpha"), List.of("demo"), List.of("information_schema"));
    assertThat(fixture.rows("SHOW DATABASES LIKE 'd%'")).containsExactly(List.of("demo"));
  }

  @Test
  void tablesAreShownByDatabase() {
    fixture.run("CREATE TABLE demo.towns (id INT)");
    assertThat(fixture.columns("SHOW TABLES")).containsExactly("Tables_in_demo");
    assertThat(fixture.rows("SHOW TABLES FROM demo"))
        .containsExactly(List.of("cities"), List.of("towns"));
    assertThat(fixture.rows("SHOW TABLES LIKE 'c_ties'")).containsExactly(List.of("cities"));
  }

  @Test
  void describeHasStarRocksColumns() {
    fixture.run("CREATE TABLE keyed (k INT NOT NULL, v VARCHAR(5) DEFAULT 'x') DUPLICATE KEY(k)");
    assertThat(fixture.columns("DESC keyed"))
        .containsExactly("Field", "Type", "Null", "Key", "Default", "Extra");
    assertThat(fixture.rows("DESC keyed"))
        .containsExactly(
            List.of("k", "int", "NO", "true", "NULL", ""),
            List.of("v", "varchar(5)", "YES", "false", "x", ""));
  }

  @Test
  void droppedDatabaseIsNoLongerCurrent() {
    assertThatThrownBy(() -> fixture.run("DROP DATABASE demo"))
        .extracting("code")
        .isEqualTo(ErrorCode.DATABASE_NOT_EMPTY);
    fixture.run("DROP DATABASE demo FORCE");
    assertThat(fixture.session.database()).isNull();
    assertThat(fixture.rows("SHOW DATABASES")).containsExactly(List.of("information_schema"));
    fixture.run("DROP DATABASE IF EXISTS demo");
  }

  @Test
  void droppedTableLeavesNoFiles() throws Exception {
    fixture.run("INSERT INTO cities (id) VALUES (1)", "DROP TABLE cities");
    assertThat(fixture.rows("SHOW TABLES")).isEmpty();
    fixture.run("DROP TABLE IF EXISTS cities");
    try (Stream<Path> files = Files.walk(directory.resolve("data/warehouse"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void recreatedTableIsEmpty() {
    fixture.run(
        "INSERT INTO cities (id) VALUES (1)",
        "DROP TABLE cities",
        "CREATE TABLE cities (id INT)",
        "CREATE TABLE IF NOT EXISTS cities (other INT)");
    assertThat(fixture.rows("SELECT id FROM cities")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE `t` (a INT)",
        "CREATE TABLE t (a BOOLEAN NOT NULL, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT,"
            + " g DOUBLE, h DECIMAL(38, 10), i DATE, j DATETIME, k CHAR(5), l VARCHAR(20), m STRING)",
        "CREATE TABLE t (a INT DEFAULT '7' COMMENT 'it''s', b VARCHAR(9) DEFAULT 'a\\\\b''c',"
            + " c DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP) COMMENT 'one\\ntwo'",
        "CREATE TABLE t (k INT NOT NULL, d DATE, v INT) DUPLICATE KEY(k, d)"
            + " PARTITION BY date_trunc('month', d)",
        "CREATE TABLE t (`select` INT, `a``b` INT) PARTITION BY `select`",
        "CREATE TABLE t (a INT, k INT NOT NULL, v INT) DUPLICATE KEY(a) ORDER BY (k, a)",
        "CREATE TABLE t (a INT, k INT) ORDER BY (k)",
        "CREATE TABLE t (a INT, k STRING) PARTITION BY bucket(16, a), truncate(3, k)",
        "CREATE TABLE t (c1 INT, c2 DATETIME, INDEX(KEY=c1, TS=c2, TTL=10m)) OPTIONS (partitionnum=4)",
        "CREATE TABLE t (k INT) OPTIONS (REPLICANUM=2, STORAGE_MODE='SSD', COMPRESS_TYPE='Snappy',"
            + " DISTRIBUTION=[('n''1', ['n2', 'n\\\\3']), ('n2', [])])",
        "CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k) BUCKETS 8 PROPERTIES ('replication_num' = '1')",
      })
  void shownStatementMakesTheSameTable(String create) {
    fixture.run(create);
    String shown = fixture.rows("SHOW CREATE TABLE t").get(0).get(1);
    fixture.run("DROP TABLE t", shown);
    assertThat(fixture.columns("SHOW CREATE TABLE t")).containsExactly("Table", "Create Table");
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"information_schema", "1x", "a b", "a/b", "..", "system"})
  void databasesWithOddNamesAreRefused(String name) {
    assertThatThrownBy(() -> fixture.run("CREATE DATABASE `" + name + "`"))
        .extracting("code")
        .isEqualTo(ErrorCode.BAD_NAME);
  }

  // ---- insert and select

  @Test
  void insertedRowsAreRead() {
    StatementResult.Done done =
        fixture.done(
            "INSERT INTO cities VALUES (1, 'Oslo', '1048-01-01', 1.005), (2, NULL, NULL, -3)");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(done.info())
        .matches("\\{'label':'insert_[-0-9a-f]+', 'status':'VISIBLE', 'txnId':'\\d+'}");
    assertThat(fixture.rows("SELECT * FROM cities ORDER BY id"))
        .containsExactly(
            List.of("1", "Oslo", "1048-01-01", "1.01"), List.of("2", "NULL", "NULL", "-3.00"));
  }

  @Test
  void everyTypeReadsBackAsItWasInserted() {
    fixture.run(
        "CREATE TABLE t (a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE,"
            + " h DECIMAL(38, 10), i DATE, j DATETIME, k CHAR(5), l VARCHAR(20), m STRING)",
        "INSERT INTO t VALUES (true, -128, 32767, -2147483648, 9223372036854775807, 1.5, 2.25,"
            + " 1234567890123456789012345678.0123456789, '1969-12-31',"
            + " '1969-12-31 23:59:59.999999', 'abc', 'Tromsø', '')");
    assertThat(fixture.rows("SELECT * FROM t"))
        .containsExactly(
            List.of(
                "1",
                "-128",
                "32767",
                "-2147483648",
                "9223372036854775807",
                "1.5",
                "2.25",
                "1234567890123456789012345678.0123456789",
                "1969-12-31",
                "1969-12-31 23:59:59.999999",
                "abc",
                "Tromsø",
                ""));
  }

  @Test
  void columnsThatAreNotNamedGetTheirDefault() {
    fixture.run(
        "CREATE TABLE t (a INT, b VARCHAR(5) DEFAULT 'x', c INT)",
        "INSERT INTO t (c, a) VALUES (3, 1)");
    assertThat(fixture.rows("SELECT a, b, c FROM t")).containsExactly(List.of("1", "x", "3"));
  }

  @Test
  void tableIsInsertedIntoItself() {
    fixture.run(
        "INSERT INTO cities (id) VALUES (1), (2)",
        "INSERT INTO cities (id, name) SELECT id + 10, 'copy' FROM cities");
    assertThat(fixture.rows("SELECT count(*), max(id), count(name) FROM cities"))
        .containsExactly(List.of("4", "12", "2"));
  }

  @Test
  void emptyResultIsNoFailure() {
    assertThat(fixture.done("INSERT INTO cities SELECT * FROM cities").affectedRows()).isZero();
  }

  @Test
  void labelIsTakenOnlyOnce() {
    fixture.run("INSERT INTO cities WITH LABEL l1 (id) VALUES (1)");
    assertThatThrownBy(() -> fixture.run("INSERT INTO cities WITH LABEL l1 (id) VALUES (1)"))
        .hasMessageStartingWith("Label [l1] has already been used.");
    assertThat(fixture.rows("SELECT count(*) FROM cities")).containsExactly(List.of("1"));
  }

  @Test
  void queryReadsTablesOfSeveralDatabases() {
    fixture.run(
        "CREATE DATABASE other",
        "CREATE TABLE other.cities (id INT, country STRING)",
        "INSERT INTO other.cities VALUES (1, 'NO')",
        "INSERT INTO cities (id, name) VALUES (1, 'Oslo')");
    assertThat(
            fixture.rows(
                "SELECT c.name, o.country FROM cities c JOIN other.cities o ON c.id = o.id"))
        .containsExactly(List.of("Oslo", "NO"));
  }

  @Test
  void resultHasTheNamesAndTypesThatWereAsked() {
    try (StatementResult.Rows rows =
        (StatementResult.Rows)
            fixture.session.execute("SELECT id AS number, name FROM cities WHERE id < 0")) {
      assertThat(rows.columns()).extracting("name").containsExactly("number", "name");
      assertThat(rows.columns().get(0).type().sql()).isEqualTo("INT");
    }
  }

  @Test
  void scannedRowsAreCounted() {
    fixture.run("INSERT INTO cities (id) VALUES (1), (2), (3)");
    try (StatementResult.Rows rows =
        (StatementResult.Rows) fixture.session.execute("SELECT id FROM cities WHERE id = 2")) {
      assertThat(rows.cursor().scanRows()).isEqualTo(3);
      assertThat(rows.cursor().scanBytes()).isPositive();
    }
  }

  @Test
  void openCursorKeepsItsFiles() {
    fixture.run("INSERT INTO cities (id) VALUES (1), (2)");
    try (StatementResult.Rows rows =
        (StatementResult.Rows) fixture.session.execute("SELECT id FROM cities")) {
      fixture.run("TRUNCATE TABLE cities");
      assertThat(rows.cursor().next()).isNotNull();
      assertThat(rows.cursor().next()).isNotNull();
      assertThat(rows.cursor().next()).isNull();
    }
    assertThat(fixture.rows("SELECT id FROM cities")).isEmpty();
    assertThat(fixture.plimsoll.pins().open()).isZero();
  }

  @Test
  void failedQueryHoldsNoFiles() {
    assertThatThrownBy(() -> fixture.rows("SELECT nosuch FROM cities"))
        .isInstanceOf(PlimsollException.class);
    fixture.run("INSERT INTO cities (id, name) VALUES (1, 'x')");
    assertThatThrownBy(() -> fixture.rows("SELECT CAST(name AS INT) FROM cities"))
        .isInstanceOf(PlimsollException.class);
    assertThat(fixture.plimsoll.pins().open()).isZero();
  }

  @Test
  void planIsOneLineARow() {
    assertThat(fixture.columns("EXPLAIN SELECT 1")).containsExactly("Explain String");
    assertThat(fixture.rows("EXPLAIN SELECT count(*) FROM cities")).hasSizeGreaterThan(2);
  }

  // ---- rows that cannot be inserted

  static Stream<Arguments> badRows() {
    return Stream.of(
        Arguments.of(
            "INSERT INTO cities (id, name) VALUES (1, 'ok'), (2, 'far too long')",
            "String 'far too long'(length=12) is too long. The max length of 'name' is 10"),
        Arguments.of(
            "INSERT INTO cities (id) VALUES (1), (NULL)", "NULL value in non-nullable column 'id'"),
        Arguments.of("INSERT INTO cities (id, born) VALUES (1, '2020-13-01')", "2020-13-01"),
        Arguments.of(
            "INSERT INTO cities (id, name) SELECT id, concat(name, name) FROM"
                + " (SELECT 1 AS id, 'abcdef' AS name) AS x",
            "abcdefabcdef"));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void badRowFailsTheInsert(String statement, String why) {
    assertThatThrownBy(() -> fixture.run(statement))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining(why);
    assertThat(fixture.rows("SELECT * FROM cities")).isEmpty();
  }

  @Test
  void insertPutsUpWithBadRowsWhenToldTo() {
    fixture.run("SET insert_max_filter_ratio = 0.5");
    StatementResult.Done done = fixture.done("INSERT INTO cities (id) VALUES (1), (NULL)");
    assertThat(done.affectedRows()).isEqualTo(1);
    assertThat(done.warningCount()).isEqualTo(1);
    fixture.run(
        "SET enable_insert_strict = false", "INSERT INTO cities (id) VALUES (NULL), (NULL)");
    assertThat(fixture.rows("SELECT id FROM cities")).containsExactly(List.of("1"));
  }

  // ---- loads

  @Test
  void truncateEmptiesATable() {
    fixture.run("INSERT INTO cities (id) VALUES (1)", "TRUNCATE TABLE cities");
    assertThat(fixture.rows("SELECT count(*) FROM cities")).containsExactly(List.of("0"));
  }

  @Test
  void loadsAreShown() {
    fixture.run("INSERT INTO cities WITH LABEL good (id) VALUES (1)");
    assertThatThrownBy(() -> fixture.run("INSERT INTO cities WITH LABEL bad (id) VALUES (NULL)"))
        .isInstanceOf(PlimsollException.class);
    assertThat(fixture.columns("SHOW LOAD")).startsWith("JobId", "Label", "State", "Progress");
    assertThat(fixture.rows("SHOW LOAD"))
        .extracting(row -> row.get(1) + " " + row.get(2))
        .containsExactly("good FINISHED", "bad CANCELLED");
    assertThat(fixture.rows("SHOW LOAD WHERE LABEL = 'bad'").get(0))
        .anyMatch(value -> value.startsWith("type:ETL_QUALITY_UNSATISFIED; msg:"))
        .anyMatch(value -> value.startsWith("http://"));
    assertThat(fixture.rows("SHOW LOAD FROM demo WHERE LABEL LIKE 'oo'")).hasSize(1);
    assertThat(fixture.rows("SHOW LOAD WHERE STATE = 'FINISHED'")).hasSize(1);
    assertThat(fixture.rows("SHOW LOAD ORDER BY JobId DESC LIMIT 1").get(0).get(1))
        .isEqualTo("bad");
    assertThat(fixture.rows("SHOW LOAD LIMIT 1, 5").get(0).get(1)).isEqualTo("bad");
  }

  @Test
  void whatTheLoadPutUpWithIsAWarning() throws Exception {
    Path file = directory.resolve("cities.csv");
    Files.writeString(file, "1,Oslo,never,1.5\n2,Bergen,soon,x\nx,Moss,,\n");
    StatementResult.Done done =
        fixture.done(
            "LOAD DATA INFILE '"
                + file
                + "' INTO TABLE cities OPTIONS (dialect = 'rfc4180', header = false,"
                + " mode = 'append', bad_values = 'null', max_filter_ratio = 0.5)");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(done.warningCount()).isEqualTo(4);
    assertThat(String.join("; ", done.warnings()))
        .contains("1 row was filtered")
        .contains("column born: 2 values did not convert, now NULL")
        .contains("column share: 1 values did not convert, now NULL");
  }

  @Test
  void fileIsLoaded() throws Exception {
    Path file = directory.resolve("cities.csv");
    Files.writeString(file, "id,name,born,share\n1,Oslo,1048-01-01,1.5\n2,Bergen,,\n");
    StatementResult.Done done =
        fixture.done(
            "LOAD DATA INFILE '"
                + file
                + "' INTO TABLE cities"
                + " OPTIONS (format = 'csv', header = true, mode = 'append')");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(fixture.rows("SELECT id, name FROM cities ORDER BY id"))
        .containsExactly(List.of("1", "Oslo"), List.of("2", "Bergen"));
  }

  @Test
  void cancelKnowsWhichLoadsRun() {
    fixture.run("INSERT INTO cities WITH LABEL done (id) VALUES (1)");
    assertThatThrownBy(() -> fixture.run("CANCEL LOAD WHERE LABEL = 'done'"))
        .hasMessageContaining("'done' is VISIBLE");
    assertThatThrownBy(() -> fixture.run("CANCEL LOAD FROM demo WHERE LABEL = 'never'"))
        .extracting("code")
        .isEqualTo(ErrorCode.UNKNOWN_LABEL);
  }

  // ---- the session

  @Test
  void variablesAreCheckedAndShown() {
    fixture.run("FLUSH PRIVILEGES"); // sets nothing: rights hold at once
    fixture.run("SET query_timeout = 7, @@session.autocommit = 1");
    assertThat(fixture.rows("SHOW VARIABLES LIKE 'QUERY_T%'"))
        .containsExactly(List.of("query_timeout", "7"));
    fixture.session.set("QUERY_TIMEOUT", "DEFAULT");
    assertThat(fixture.rows("SHOW VARIABLES LIKE 'query_timeout'"))
        .containsExactly(List.of("query_timeout", "300"));
  }

  @Test
  void statementsRunOneAfterTheOther() {
    List<StatementResult> results = new ArrayList<>();
    fixture.session.executeAll(
        "CREATE TABLE a (x INT); INSERT INTO a VALUES (1); SELECT x FROM a;",
        true,
        (result, more) -> results.add(result));
    assertThat(results).hasSize(3);
    assertThat(results.get(2)).isInstanceOf(StatementResult.Rows.class);
  }

  @Test
  void sessionsDoNotShareTheirDatabase() {
    assertThat(fixture.newSession().database()).isNull();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("SELECT * FROM citties", "Did you mean 'cities'?"),
        Arguments.of("SELECT nam FROM cities", "Did you mean 'name'?"),
        Arguments.of("SELECT * FROM demmo.cities", "demmo"),
        Arguments.of("INSERT INTO citties VALUES (1)", "Did you mean 'cities'?"),
        Arguments.of("INSERT INTO cities (idd) VALUES (1)", "Did you mean 'id'?"),
        Arguments.of("INSERT INTO cities (id, name) VALUES (1)", "2"),
        Arguments.of("INSERT INTO cities (name) VALUES ('x')", "Column has no default value"),
        Arguments.of("USE demmo", "Did you mean 'demo'?"),
        Arguments.of("SHOW TABLES FROM demmo", "Did you mean 'demo'?"),
        Arguments.of("SHOW LOAD FROM demmo", "Did you mean 'demo'?"),
        Arguments.of("SHOW LOAD ORDER BY labl", "Did you mean 'Label'?"),
        Arguments.of("SHOW LOAD WHERE STATE = 'FINISH'", "Did you mean 'FINISHED'?"),
        Arguments.of("DESC citties", "Did you mean 'cities'?"),
        Arguments.of("DROP TABLE citties", "Did you mean 'cities'?"),
        Arguments.of("CREATE TABLE demmo.t (a INT)", "Did you mean 'demo'?"),
        Arguments.of("CREATE TABLE cities (a INT)", "already exists"),
        Arguments.of("CREATE DATABASE demo", "already exists"),
        Arguments.of("SET query_timout = 5", "Did you mean 'query_timeout'?"),
        Arguments.of("SET query_timeout = 0", "must be 1 to 259200 seconds"),
        Arguments.of("SET time_zone = 'Asia/Tokyo'", "must be UTC"),
        Arguments.of("SET insert_max_filter_ratio = 2", "between 0.0 and 1.0"),
        Arguments.of("SELEKT 1", "line 1:1"),
        Arguments.of("SELECT 1; SELECT 2", "second"),
        Arguments.of("LOAD DATA INFILE '/nowhere/x.csv' INTO TABLE cities", "/nowhere/x.csv"),
        Arguments.of("", "Expected a statement"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsExplained(String statement, String message) {
    assertThatThrownBy(() -> fixture.session.execute(statement))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM `/etc/passwd`",
        "SELECT * FROM TABLE(read_text('/etc/passwd'))",
        "SELECT read_text('/etc/passwd')",
        "SELECT getenv('HOME')",
        "SELECT current_setting('temp_directory')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM main.sqlite_master",
        "SELECT * FROM (SELECT * FROM read_parquet('/x.parquet')) AS x",
        "EXPLAIN SELECT * FROM read_csv('/etc/passwd')",
        "INSERT INTO cities SELECT * FROM read_csv('/etc/passwd')",
        "COPY cities TO '/tmp/x.csv'",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true"
      })
  void nothingOutsideIsReached(String statement) {
    assertThatThrownBy(() -> fixture.session.execute(statement))
        .isInstanceOf(PlimsollException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM cities",
        "SHOW TABLES",
        "SHOW LOAD",
        "DESC cities",
        "CREATE TABLE t (a INT)"
      })
  void statementWithoutDatabaseSaysSo(String statement) {
    assertThatThrownBy(() -> fixture.newSession().execute(statement))
        .extracting("code")
        .isIn(ErrorCode.NO_DATABASE, ErrorCode.UNKNOWN_TABLE);
  }
}
