package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.PlimsollException;
import plimsoll.query.ResultColumn;

/** Types beyond numbers, times and text, from their declaration to a query's answer. */
class TypesTest {
  @TempDir Path directory;
  private SessionFixture sql;

  @BeforeEach
  void open() {
    sql = new SessionFixture(directory.resolve("data")).run("CREATE DATABASE d", "USE d");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private void load(String table, String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("in.csv"), String.join("\n", lines) + "\n");
    sql.run(
        "LOAD DATA INFILE '"
            + file
            + "' INTO TABLE "
            + table
            + " OPTIONS(delimiter='|', header=false, null_value='\\\\N')");
  }

  private List<String> types(String query) {
    try (StatementResult.Rows rows = (StatementResult.Rows) sql.session.execute(query)) {
      return rows.columns().stream().map(ResultColumn::type).map(type -> type.sql()).toList();
    }
  }

  @Test
  void newScalarsGoFromFileToAnswerAndKeepTheirTypes() throws IOException {
    sql.run("CREATE TABLE t (l LARGEINT, b VARBINARY, v BINARY(8), j JSON)");
    load(
        "t",
        "99999999999999999999999999999999999999|abc|é|{\"a\":[1,2]}",
        "-1|\\N|x|\\N",
        "\\N|||[]");
    assertThat(sql.rows("SELECT * FROM t ORDER BY l"))
        .containsExactly(
            List.of("NULL", "NULL", "NULL", "[]"),
            List.of("-1", "NULL", "eA==", "NULL"),
            List.of("99999999999999999999999999999999999999", "YWJj", "w6k=", "{\"a\": [1, 2]}"));
    assertThat(types("SELECT l, b, v, j FROM t"))
        .containsExactly("LARGEINT", "VARBINARY", "VARBINARY(8)", "JSON");
    assertThat(sql.rows("SHOW CREATE TABLE t").get(0).get(1))
        .contains("`l` LARGEINT NULL", "`b` VARBINARY NULL", "`v` VARBINARY(8) NULL", "`j` JSON");
  }

  @Test
  void newScalarsAreInsertedAndCopiedToANewTable() {
    sql.run(
        "CREATE TABLE t (l LARGEINT, b VARBINARY, j JSON)",
        "INSERT INTO t VALUES (12345678901234567890123, x'ff00', '{\"b\":null}')",
        "INSERT INTO t VALUES (1, 'é', 5)",
        "CREATE TABLE u AS SELECT * FROM t");
    assertThat(sql.rows("SELECT l, hex(b), j FROM u ORDER BY l"))
        .containsExactly(
            List.of("1", "C3A9", "5"), List.of("12345678901234567890123", "FF00", "{\"b\": null}"));
    assertThat(types("SELECT * FROM u")).containsExactly("LARGEINT", "VARBINARY", "JSON");
  }

  @Test
  void insertedTextThatIsNotJsonIsRefused() {
    sql.run("CREATE TABLE t (j JSON)");
    assertThatThrownBy(() -> sql.run("INSERT INTO t VALUES ('{a}')"))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("{a}")
        .hasMessageContaining("JSON");
  }

  @Test
  void defaultsOfNewScalarsFillColumnsThatAreNotMentioned() {
    sql.run(
        "CREATE TABLE t (i INT, l LARGEINT DEFAULT '77', j JSON DEFAULT '{\"a\":1}')",
        "INSERT INTO t (i) VALUES (1)");
    assertThat(sql.rows("SELECT l, j FROM t")).containsExactly(List.of("77", "{\"a\": 1}"));
  }

  @Test
  void uuidsAreNewInEveryRowAndFitTheirTypes() {
    sql.run(
        "CREATE TABLE t (i INT, u VARCHAR(36) DEFAULT (uuid()),"
            + " n LARGEINT NOT NULL DEFAULT ( UUID_NUMERIC() ))",
        "CREATE TABLE s (i INT)",
        "INSERT INTO s VALUES (1), (2), (3), (4)",
        "INSERT INTO t (i) SELECT a.i FROM s a, s b, s c, s d");
    assertThat(
            sql.rows(
                "SELECT count(*), count(DISTINCT u), count(DISTINCT n), min(n) >= 0,"
                    + " min(length(u)), count(u RLIKE"
                    + " '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' OR"
                    + " NULL) FROM t"))
        .containsExactly(List.of("256", "256", "256", "1", "36", "256"));
    assertThat(sql.rows("SHOW CREATE TABLE t").get(0).get(1))
        .contains("`u` VARCHAR(36) NULL DEFAULT (uuid())")
        .contains("`n` LARGEINT NOT NULL DEFAULT (uuid_numeric())");
    sql.run("INSERT INTO t (i, u) VALUES (7, NULL)");
    assertThat(sql.rows("SELECT u FROM t WHERE i = 7")).containsExactly(List.of("NULL"));
  }

  @Test
  void defaultsThatDoNotFitAreRefusedWithAReason() {
    assertThatThrownBy(() -> sql.run("CREATE TABLE t (u VARCHAR(35) DEFAULT (uuid()))"))
        .hasMessageContaining("needs VARCHAR(36) or longer");
    assertThatThrownBy(() -> sql.run("CREATE TABLE t (n BIGINT DEFAULT (uuid_numeric()))"))
        .hasMessageContaining("needs LARGEINT");
    assertThatThrownBy(() -> sql.run("CREATE TABLE t (n BIGINT DEFAULT (1 + 1))"))
        .hasMessageContaining("(uuid()) and (uuid_numeric())");
    assertThatThrownBy(() -> sql.run("CREATE TABLE t (n BIGINT NOT NULL AUTO_INCREMENT)"))
        .hasMessageContaining("AUTO_INCREMENT of column 'n'")
        .hasMessageContaining("uuid_numeric()");
  }

  @Test
  void whatHasNoOrderIsNoKeyAndNoPartition() {
    for (String type : List.of("JSON", "VARBINARY")) {
      assertThatThrownBy(() -> sql.run("CREATE TABLE k (j " + type + ") DUPLICATE KEY (j)"))
          .hasMessageContaining("cannot be keys");
      assertThatThrownBy(() -> sql.run("CREATE TABLE k (j " + type + ") PARTITION BY (j)"))
          .hasMessageContaining("no order");
    }
  }

  @Test
  void nestedValuesGoFromFileToAnswerAsTheyArePrinted() throws IOException {
    sql.run(
        "CREATE TABLE n (i INT, a ARRAY<INT>, m MAP<INT, VARCHAR(10)>,"
            + " s STRUCT<a INT, b ARRAY<STRING>, t DATETIME>, d ARRAY<DATE> NOT NULL)");
    load(
        "n",
        "1|[1, 2,null]|{1:\"abc\",2:NULL,3:\"\",1:\"last\"}|"
            + "{\"b\":[\"x\"\"y\"],\"a\":7,\"t\":\"2020-01-01 01:02:03.5\"}|[\"1990-11-25\"]",
        "2|[]|{}|{}|[]",
        "3|\\N|\\N|\\N|[null]",
        "4|[1|{NULL:1}|{\"z\":1}|[]");
    assertThat(sql.rows("SELECT * FROM n ORDER BY i"))
        .containsExactly(
            List.of(
                "1",
                "[1,2,null]",
                "{2:null,3:\"\",1:\"last\"}",
                "{\"a\":7,\"b\":[\"x\"\"y\"],\"t\":\"2020-01-01 01:02:03.500000\"}",
                "[\"1990-11-25\"]"),
            List.of("2", "[]", "{}", "{\"a\":null,\"b\":null,\"t\":null}", "[]"),
            List.of("3", "NULL", "NULL", "NULL", "[null]"),
            List.of("4", "NULL", "NULL", "NULL", "[]"));
    assertThat(sql.rows("SHOW CREATE TABLE n").get(0).get(1))
        .contains("`a` ARRAY<INT> NULL", "`m` MAP<INT, VARCHAR(10)> NULL")
        .contains("`s` STRUCT<a INT, b ARRAY<STRING>, t DATETIME> NULL");
    assertThat(types("SELECT a, m, s FROM n"))
        .containsExactly(
            "ARRAY<INT>", "MAP<INT, VARCHAR(10)>", "STRUCT<a INT, b ARRAY<STRING>, t DATETIME>");
  }

  @Test
  void nestedColumnsAreCopiedInsertedAndAltered() throws IOException {
    sql.run("CREATE TABLE n (i INT, m MAP<STRING, ARRAY<STRUCT<t DATETIME, j JSON, l LARGEINT>>>)");
    String value = "{\"k\":[{\"t\":\"2020-01-01 00:00:00\",\"j\":\"[1, 2]\",\"l\":5},null]}";
    load("n", "1|" + value);
    sql.run(
        "CREATE TABLE c AS SELECT * FROM n",
        "CREATE TABLE l LIKE n",
        "INSERT INTO l SELECT * FROM c",
        "ALTER TABLE l ADD COLUMN x ARRAY<INT>",
        "INSERT INTO l SELECT i, m, NULL FROM c",
        "DELETE FROM l WHERE i > 1");
    assertThat(sql.rows("SELECT m, x FROM l"))
        .containsExactly(List.of(value, "NULL"), List.of(value, "NULL"));
  }

  @Test
  void nestedTypesThatCannotBeAreRefused() {
    for (String wrong :
        List.of(
            "ARRAY",
            "ARRAY<INT, INT>",
            "MAP<INT>",
            "MAP<JSON, INT>",
            "MAP<ARRAY<INT>, INT>",
            "STRUCT<INT>",
            "STRUCT<a INT, A INT>",
            "INT<INT>",
            "ARRAY<".repeat(17) + "INT" + ">".repeat(17))) {
      assertThatThrownBy(() -> sql.run("CREATE TABLE w (x " + wrong + ")"))
          .as(wrong)
          .isInstanceOf(PlimsollException.class);
    }
    assertThatThrownBy(() -> sql.run("CREATE TABLE w (x ARRAY<INT>) DUPLICATE KEY (x)"))
        .hasMessageContaining("cannot be keys");
    assertThatThrownBy(() -> sql.run("CREATE TABLE w (x ARRAY<INT>) PARTITION BY (x)"))
        .isInstanceOf(PlimsollException.class);
    assertThatThrownBy(() -> sql.run("CREATE TABLE w (x ARRAY<INT> DEFAULT '[]')"))
        .hasMessageContaining("DEFAULT");
  }
}
