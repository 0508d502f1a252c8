package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** SHOW statements with LIKE and WHERE, and SET GLOBAL. */
class ShowTest {
  @TempDir static Path directory;
  private static SessionFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "CREATE DATABASE other",
        "USE demo",
        "CREATE TABLE t (k INT NOT NULL, v VARCHAR(20) DEFAULT 'x' COMMENT 'words') DUPLICATE KEY"
            + " (k) COMMENT 'a table'",
        "CREATE TABLE parts (day DATE, n INT) PARTITION BY day",
        "CREATE TABLE other.x (a INT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO parts VALUES ('2024-01-01', 1), ('2024-01-02', 2), (NULL, 3)");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static String text(String sql) {
    return String.join(
        "; ", fixture.rows(sql).stream().map(row -> String.join(" ", row).strip()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHOW COLUMNS FROM t                        | k int NO DUP NULL; v varchar(20) YES  x",
        "SHOW FIELDS IN t FROM demo LIKE 'V%'       | v varchar(20) YES  x",
        "SHOW COLUMNS FROM x FROM other             | a int YES  NULL",
        "SHOW COLUMNS FROM demo.x FROM other        | a int YES  NULL",
        "SHOW COLUMNS FROM t WHERE Field = 'k'      | k int NO DUP NULL",
        "SHOW COLUMNS FROM t WHERE `Null` <> 'NO' AND Type LIKE 'var%' | v varchar(20) YES  x",
        "SHOW INDEX FROM t                          |",
        "SHOW KEYS IN t FROM demo WHERE Key_name = 'PRIMARY' |",
        "SHOW PARTITIONS FROM t WHERE RowCount > 2  |",
        "SHOW TABLES                                | parts; t",
        "SHOW TABLES LIKE 'p%'                      | parts",
        "SHOW TABLES LIKE 'P%'                      |",
        "SHOW FULL TABLES WHERE Table_type = 'VIEW' |",
        "SHOW FULL TABLES WHERE Tables_in_demo > 'q' AND Table_type <> 'VIEW' | t BASE TABLE",
        "SHOW DATABASES WHERE `Database` = 'demo'   | demo",
        "SHOW SCHEMAS WHERE `Database` NOT IN ('demo', 'information_schema') | other",
        "SHOW VARIABLES LIKE 'query_time%'          | query_timeout 300",
        "SHOW GLOBAL VARIABLES WHERE Variable_name = 'query_timeout' OR Variable_name = 'x'"
            + " | query_timeout 300",
        "SHOW SESSION VARIABLES WHERE Variable_name LIKE '%_timeout' AND Value = '300'"
            + " | query_timeout 300",
        "SHOW COLLATION WHERE Charset = 'utf8mb4' AND Id = 46 | utf8mb4_bin utf8mb4 46  Yes 1",
        "SHOW TRIGGERS FROM demo LIKE 't%'          |",
        "SHOW PROCEDURE STATUS                      |",
      })
  void rowsAreShownThatWereAskedFor(String sql, String expected) {
    String wanted = expected == null ? "" : expected;
    assertThat(text(sql)).isEqualTo(wanted);
  }

  @Test
  void fullColumnsHaveCommentsAndPrivileges() {
    assertThat(fixture.columns("SHOW FULL COLUMNS FROM t"))
        .containsExactly(
            "Field",
            "Type",
            "Collation",
            "Null",
            "Key",
            "Default",
            "Extra",
            "Privileges",
            "Comment");
    assertThat(fixture.rows("SHOW FULL FIELDS FROM t LIKE 'v'").get(0))
        .startsWith("v", "varchar(20)", "utf8mb4_general_ci", "YES", "", "x", "")
        .endsWith("words");
  }

  @Test
  void partitionsHaveTheirRows() {
    assertThat(
            fixture.rows("SHOW PARTITIONS FROM parts").stream()
                .map(row -> row.get(0) + " " + row.get(2) + " " + row.get(5) + " " + row.get(6)))
        .containsExactly(
            "day=2024-01-01 `day` 1 1", "day=2024-01-02 `day` 1 1", "day=null `day` 1 1");
    assertThat(fixture.rows("SHOW PARTITIONS FROM other.x")).isEmpty();
  }

  @Test
  void tableStatusHasSizes() {
    List<String> status = fixture.rows("SHOW TABLE STATUS LIKE 't'").get(0);
    assertThat(status).hasSize(18).startsWith("t", "Plimsoll").endsWith("a table");
    assertThat(status.get(4)).isEqualTo("2");
    assertThat(Long.parseLong(status.get(6))).isPositive();
    assertThat(fixture.rows("SHOW TABLE STATUS FROM demo WHERE `Rows` > 2")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHOW COLUMNS FROM none               | UNKNOWN_TABLE",
        "SHOW PARTITIONS FROM none.t          | UNKNOWN_DATABASE",
        "SHOW TABLE STATUS FROM none          | UNKNOWN_DATABASE",
        "SHOW COLUMNS FROM t WHERE nothing = 1 AND 1 = 1 | UNKNOWN_COLUMN",
        "SHOW COLUMNS FROM t WHERE nothing = 'x' | UNKNOWN_COLUMN",
        "SHOW COLUMNS FROM t WHERE            | SYNTAX",
        "SHOW COLUMNS FROM t WHERE Field > 'a' LIMIT 1 | SYNTAX",
        "SHOW TABLES WHERE Tables_in_demo IN (SELECT v FROM t) AND 1 = 1 | UNKNOWN_TABLE",
      })
  void whatMakesNoSenseIsRefused(String sql, ErrorCode code) {
    assertThatThrownBy(() -> fixture.rows(sql))
        .isInstanceOfSatisfying(PlimsollException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void setGlobalIsForNewSessionsAndThisOneUntilTheServerStops() {
    SessionFixture.Other before = fixture.other();
    StatementResult.Done done = fixture.done("SET GLOBAL query_timeout = 77, insert_timeout = 88");
    assertThat(done.warnings()).singleElement().asString().contains("until the server stops");
    String ask = "SELECT @@query_timeout, @@global.query_timeout, @@insert_timeout";
    assertThat(fixture.rows(ask)).containsExactly(List.of("77", "77", "88"));
    assertThat(before.rows(ask)).containsExactly(List.of("300", "77", "14400"));
    assertThat(fixture.other().rows(ask)).containsExactly(List.of("77", "77", "88"));
    assertThat(fixture.rows("SHOW GLOBAL VARIABLES LIKE 'query_timeout'"))
        .containsExactly(List.of("query_timeout", "77"));
    assertThat(
            fixture.rows(
                "SELECT variable_value FROM information_schema.global_variables WHERE"
                    + " variable_name = 'QUERY_TIMEOUT'"))
        .containsExactly(List.of("77"));
    assertThatThrownBy(() -> fixture.run("SET GLOBAL version = 'x'"))
        .hasMessageContaining("version");
    assertThatThrownBy(() -> fixture.run("SET GLOBAL query_timeout = 0"))
        .hasMessageContaining("query_timeout");
    fixture.run("SET @@GLOBAL.query_timeout = DEFAULT, GLOBAL insert_timeout = DEFAULT");
    assertThat(fixture.other().rows(ask)).containsExactly(List.of("300", "300", "14400"));
  }
}
