package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.schema.InformationSchema;
import plimsoll.server.schema.SystemTable;

/** {@code information_schema} in queries, SHOW and DESC, for somebody who may see everything. */
class InformationSchemaTest {
  @TempDir static Path directory;
  private static SessionFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "CREATE DATABASE other",
        "CREATE TABLE demo.t (k INT NOT NULL COMMENT 'the key', b BOOLEAN, ti TINYINT, n DECIMAL(10, 2)"
            + " DEFAULT '1.50', v VARCHAR(20), c CHAR(3), s STRING, d DATE, ts DATETIME)"
            + " DUPLICATE KEY (k) COMMENT 'a table' DISTRIBUTED BY HASH(k) BUCKETS 4",
        "CREATE TABLE demo.parts (day DATE, n INT) PARTITION BY day",
        "CREATE TABLE other.names (name VARCHAR(50))",
        "INSERT INTO other.names VALUES ('t'), ('nothing')",
        "INSERT INTO demo.t (k) VALUES (1), (2), (3)",
        "INSERT INTO demo.parts VALUES ('2024-01-01', 1), ('2024-01-01', 2), ('2024-01-02', 3)",
        "SET enable_insert_strict = false");
    fixture.run(
        "INSERT INTO demo.t WITH LABEL tolerant (k, c) SELECT 4, 'x' UNION ALL SELECT 5, 'too long'");
    fixture.run("SET enable_insert_strict = true");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static List<List<String>> rows(String sql) {
    return fixture.rows(sql);
  }

  private static String text(String sql) {
    return String.join("; ", rows(sql).stream().map(row -> String.join(" ", row)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA WHERE CATALOG_NAME = 'def' ORDER BY 1"
            + " | demo; information_schema; other",
        "SELECT table_name, table_type, table_rows, table_comment FROM information_schema.tables"
            + " WHERE table_schema = 'demo' ORDER BY table_name"
            + " | parts BASE TABLE 3 ; t BASE TABLE 4 a table",
        "SELECT `TABLES`.TABLE_NAME FROM information_schema.`TABLES` WHERE `TABLES`.TABLE_NAME ="
            + " 'names' | names",
        "SELECT information_schema.tables.table_name FROM information_schema.tables"
            + " WHERE information_schema.tables.table_name LIKE 'nam_s' | names",
        "SELECT count(*) FROM information_schema.columns c JOIN information_schema.tables t"
            + " ON c.table_schema = t.table_schema AND c.table_name = t.table_name"
            + " WHERE t.table_schema = 'demo' | 11",
        "SELECT n.name, t.table_schema FROM other.names n LEFT JOIN information_schema.tables t"
            + " ON t.table_name = n.name AND t.table_schema = 'demo' ORDER BY 1"
            + " | nothing NULL; t demo",
        "SELECT n.name FROM other.names n LEFT JOIN information_schema.tables t"
            + " ON t.table_name = n.name WHERE t.table_schema = 'demo' | t",
        "SELECT name FROM other.names WHERE name IN (SELECT table_name FROM"
            + " information_schema.tables WHERE table_schema = 'demo') | t",
        "SELECT name FROM other.names n WHERE NOT EXISTS (SELECT 1 FROM information_schema.tables x"
            + " WHERE x.table_name = n.name AND x.table_schema = 'demo') | nothing",
        "SELECT a.table_name, b.table_name FROM information_schema.tables a,"
            + " information_schema.tables b WHERE a.table_name = 't' AND b.table_name = 'parts'"
            + " | t parts",
        "WITH x AS (SELECT table_schema AS s, count(*) AS n FROM information_schema.tables"
            + " GROUP BY table_schema) SELECT s, n FROM x WHERE s <> 'information_schema' ORDER BY s"
            + " | demo 2; other 1",
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'demo' UNION ALL"
            + " SELECT table_name FROM information_schema.tables WHERE table_schema = 'other'"
            + " ORDER BY 1 | names; parts; t",
        "SELECT x.a FROM information_schema.tables AS x (z, y, a, b, c, d, e, f, g, h, i, j, k, l, m,"
            + " n, o, p, q, r, s) WHERE x.a = 'names' | names",
        "SELECT information_schema.name FROM other.names AS information_schema"
            + " WHERE information_schema.name = 't' | t",
        "SELECT count(*) FROM information_schema.views | 0",
        "SELECT table_name, partition_name, table_rows, partition_expression"
            + " FROM information_schema.partitions WHERE table_schema = 'demo' ORDER BY 1, 2"
            + " | parts day=2024-01-01 2 `day`; parts day=2024-01-02 1 `day`; t NULL 4 NULL",
        "SELECT table_model, primary_key, distribute_key, distribute_type, distribute_bucket,"
            + " partition_key = '' FROM information_schema.tables_config WHERE table_name = 't'"
            + " | DUP_KEYS `k` k HASH 4 1",
        "SELECT character_set_name FROM information_schema.collations WHERE collation_name ="
            + " 'utf8mb4_bin' | utf8mb4",
        "SELECT variable_value FROM information_schema.session_variables WHERE variable_name ="
            + " 'autocommit' | 1",
        "SELECT column_name FROM information_schema.columns WHERE is_nullable = 'no' AND data_type IN"
            + " ('INT', 'Date') | k",
        "SELECT count(*) FROM information_schema.tables WHERE table_name = 'T' | 0",
        "SELECT privilege_type FROM information_schema.user_privileges | ADMIN",
      })
  void queriesFindWhatIsThere(String sql, String expected) {
    assertThat(text(sql)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void columnsTellTypesAsStarRocksClientsReadThem() {
    assertThat(
            rows(
                "SELECT COLUMN_NAME, ORDINAL_POSITION, COLUMN_KEY, DATA_TYPE, COLUMN_TYPE, COLUMN_SIZE,"
                    + " DECIMAL_DIGITS, IS_NULLABLE, COLUMN_DEFAULT, COLUMN_COMMENT"
                    + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'demo' AND TABLE_NAME ="
                    + " 't' ORDER BY ORDINAL_POSITION"))
        .containsExactly(
            List.of("k", "1", "DUP", "int", "int", "10", "NULL", "NO", "NULL", "the key"),
            List.of("b", "2", "", "tinyint", "tinyint(1)", "NULL", "NULL", "YES", "NULL", ""),
            List.of("ti", "3", "", "tinyint", "tinyint", "3", "NULL", "YES", "NULL", ""),
            List.of("n", "4", "", "decimal", "decimal(10,2)", "10", "2", "YES", "1.50", ""),
            List.of("v", "5", "", "varchar", "varchar(20)", "20", "NULL", "YES", "NULL", ""),
            List.of("c", "6", "", "char", "char(3)", "3", "NULL", "YES", "NULL", ""),
            List.of(
                "s", "7", "", "varchar", "varchar(1048576)", "1048576", "NULL", "YES", "NULL", ""),
            List.of("d", "8", "", "date", "date", "10", "NULL", "YES", "NULL", ""),
            List.of("ts", "9", "", "datetime", "datetime", "26", "NULL", "YES", "NULL", ""));
  }

  @Test
  void aLoadIsFoundByItsLabelAndItsRejectedRowsByItsId() {
    String load = " FROM information_schema.loads WHERE label = 'tolerant' AND db_name = 'demo'";
    assertThat(
            text(
                "SELECT state, type, table_name, user, scan_rows, filtered_rows, sink_rows, progress"
                    + load))
        .isEqualTo("FINISHED INSERT t root 2 1 1 ETL:100%; LOAD:100%");
    String tracking = text("SELECT tracking_sql" + load);
    assertThat(tracking).matches("select tracking_log from .*load_tracking_logs where job_id=\\d+");
    assertThat(text(tracking)).startsWith("Error: ").contains("too long");
    assertThat(text("SELECT count(*) FROM information_schema.loads WHERE label = 'none'"))
        .isEqualTo("0");
    assertThat(text("SELECT id - job_id" + load)).isEqualTo("0");
    assertThat(text("SELECT e FROM information_schema.load_tracking_logs AS l(a, b, c, d, e, f)"))
        .startsWith("Error: ");
    assertThat(text("SELECT count(*) FROM information_schema.loads WHERE db_name = 'demo'"))
        .isEqualTo("3");
    assertThat(text("SELECT count(*) FROM information_schema.load_tracking_logs")).isEqualTo("1");
  }

  @Test
  void everyTableGivesRowsAsWideAsItsColumns() {
    for (SystemTable table : InformationSchema.tables()) {
      String name = "information_schema." + table.definition().name().table();
      List<String> columns = fixture.columns("SELECT * FROM " + name);
      assertThat(columns).as(name).isEqualTo(table.schema().names());
      assertThat(rows("SELECT * FROM " + name.toUpperCase(Locale.ROOT)))
          .allMatch(row -> row.size() == columns.size());
    }
  }

  @Test
  void showAndDescKnowTheDatabase() {
    assertThat(text("SHOW DATABASES")).isEqualTo("demo; information_schema; other");
    assertThat(text("SHOW DATABASES LIKE 'inf%'")).isEqualTo("information_schema");
    assertThat(rows("SHOW TABLES FROM information_schema"))
        .contains(List.of("tables"), List.of("loads"), List.of("key_column_usage"));
    assertThat(text("SHOW FULL TABLES FROM INFORMATION_SCHEMA LIKE 'schemata'"))
        .isEqualTo("schemata SYSTEM VIEW");
    assertThat(rows("DESC information_schema.TABLES").get(2))
        .containsExactly("TABLE_NAME", "string", "YES", "false", "NULL", "");
    assertThat(rows("SHOW FULL COLUMNS FROM schemata FROM information_schema")).hasSize(5);
    assertThat(rows("SHOW TABLE STATUS FROM information_schema LIKE 'loads'")).hasSize(1);
    assertThat(rows("SHOW LOAD FROM information_schema")).isEmpty();
  }

  @Test
  void itCanBeTheCurrentDatabase() {
    SessionFixture.Other session = fixture.other();
    session.done("USE INFORMATION_schema");
    assertThat(session.rows("SELECT DATABASE()")).containsExactly(List.of("information_schema"));
    assertThat(session.rows("SELECT count(*) FROM Schemata")).containsExactly(List.of("3"));
    assertThat(session.rows("SHOW TABLES LIKE 'load%'")).hasSize(2);
    assertThat(session.rows("DESC schemata")).hasSize(5);
    assertThatThrownBy(() -> session.done("CREATE TABLE x (a INT)"))
        .hasMessageContaining("information_schema shows what is there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP DATABASE information_schema",
        "DROP DATABASE IF EXISTS INFORMATION_SCHEMA FORCE",
        "CREATE TABLE information_schema.x (a INT)",
        "CREATE TABLE information_schema.x AS SELECT 1 AS a",
        "CREATE TABLE information_schema.x LIKE demo.t",
        "DROP TABLE information_schema.tables",
        "DROP TABLE IF EXISTS information_schema.none",
        "TRUNCATE TABLE information_schema.loads",
        "ALTER TABLE information_schema.tables ADD COLUMN x INT",
        "ALTER TABLE information_schema.tables RENAME x",
        "INSERT INTO information_schema.tables (table_name) VALUES ('x')",
        "INSERT OVERWRITE INFORMATION_SCHEMA.TABLES SELECT * FROM information_schema.tables",
        "DELETE FROM information_schema.loads WHERE label = 'tolerant'",
        "LOAD DATA INFILE 'x' INTO TABLE information_schema.tables",
      })
  void nothingWritesIntoIt(String sql) {
    assertThatThrownBy(() -> fixture.run(sql))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.REFUSED);
              assertThat(e).hasMessageContaining("information_schema shows what is there");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM information_schema.tablse | UNKNOWN_TABLE | Did you mean 'tables'",
        "SELECT table_nam FROM information_schema.tables | UNKNOWN_COLUMN | TABLE_NAME",
        "DESC information_schema.tablse | UNKNOWN_TABLE | Did you mean 'tables'",
        "SELECT * FROM information_shema.tables | UNKNOWN_DATABASE | information_schema",
        "SELECT * FROM `information schema`.tables | UNKNOWN_DATABASE | information",
      })
  void aWrongNameIsAnsweredWithTheRightOne(String sql, ErrorCode code, String hint) {
    assertThatThrownBy(() -> fixture.rows(sql))
        .isInstanceOfSatisfying(PlimsollException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(hint);
  }

  @Test
  void itsRowsCanBeLoadedAndDecideWhatIsDeleted() {
    fixture.run(
        "CREATE TABLE other.copied AS SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = 'demo'",
        "INSERT INTO other.copied SELECT 'gone'");
    assertThat(text("SELECT table_name FROM other.copied ORDER BY 1")).isEqualTo("gone; parts; t");
    fixture.run(
        "DELETE FROM other.copied WHERE table_name NOT IN"
            + " (SELECT table_name FROM information_schema.tables)");
    assertThat(text("SELECT table_name FROM other.copied ORDER BY 1")).isEqualTo("parts; t");
    fixture.run("DROP TABLE other.copied");
  }
}
