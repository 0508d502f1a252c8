package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What drivers, tools and connectors ask about tables and columns, as they ask it. */
class MetadataTest {
  @TempDir static Path directory;
  private static MySqlTestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = new MySqlTestServer(directory.resolve("data"));
    try (Connection connection = server.mysql("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE demo");
      statement.execute("CREATE DATABASE other");
      statement.execute(
          "CREATE TABLE demo.t (k INT NOT NULL COMMENT 'the key', b BOOLEAN, n DECIMAL(10, 2) NOT"
              + " NULL DEFAULT '1.50', v VARCHAR(20), c CHAR(3) NOT NULL DEFAULT 'abc', s STRING,"
              + " d DATE, ts DATETIME, l BIGINT) DUPLICATE KEY (k) COMMENT 'a table'");
      statement.execute("CREATE TABLE demo.u (a INT)");
      statement.execute("CREATE TABLE other.x (a INT)");
      statement.execute("INSERT INTO demo.t (k, v) VALUES (1, 'one'), (2, NULL)");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Connection open(String driver, String properties) throws SQLException {
    String tls = driver.equals("mariadb") ? "sslMode=disable&" : "";
    return server.connection(driver, "demo?" + tls + properties, "root", "");
  }

  private static List<String> column(ResultSet rows, String column) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(column));
      }
      return values;
    }
  }

  private static int count(ResultSet rows) throws SQLException {
    try (rows) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "mysql, useInformationSchema=false",
    "mysql, useInformationSchema=true",
    "mysql, useServerPrepStmts=true&useInformationSchema=true",
    "mariadb, useServerPrepStmts=false",
    "mariadb, useServerPrepStmts=true",
  })
  void driversFindTablesAndColumns(String driver, String properties) throws SQLException {
    try (Connection connection = open(driver, properties)) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(column(meta.getCatalogs(), "TABLE_CAT"))
          .containsExactly("demo", "information_schema", "other");
      assertThat(count(meta.getSchemas())).isZero();
      assertThat(column(meta.getTables("demo", null, "%", new String[] {"TABLE"}), "TABLE_NAME"))
          .contains("t", "u")
          .doesNotContain("x");
      assertThat(column(meta.getTables("demo", null, "t%", null), "REMARKS"))
          .containsAnyOf("a table", "");
      assertThat(
              column(
                  meta.getTables("demo", null, null, new String[] {"TABLE", "VIEW"}), "TABLE_TYPE"))
          .containsOnly("TABLE");
      assertThat(column(meta.getTables("information_schema", null, "schemat_", null), "TABLE_NAME"))
          .containsExactly("schemata");
      assertColumns(meta);
      assertThat(count(meta.getPrimaryKeys("demo", null, "t"))).isZero();
      assertThat(count(meta.getIndexInfo("demo", null, "t", false, true))).isZero();
      assertThat(count(meta.getImportedKeys("demo", null, "t"))).isZero();
      assertThat(count(meta.getExportedKeys("demo", null, "t"))).isZero();
      assertThat(count(meta.getBestRowIdentifier("demo", null, "t", 1, true))).isZero();
      assertThat(count(meta.getProcedures("demo", null, "%"))).isZero();
      assertThat(count(meta.getFunctions("demo", null, "%"))).isZero();
      assertThat(column(meta.getTypeInfo(), "TYPE_NAME")).contains("INT", "DATETIME", "VARCHAR");
      assertThat(column(meta.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
    }
  }

  private static void assertColumns(DatabaseMetaData meta) throws SQLException {
    try (ResultSet rows = meta.getColumns("demo", null, "t", "%")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        int type = rows.getInt("DATA_TYPE");
        found.add(
            rows.getString("COLUMN_NAME")
                + " "
                + (type == Types.BOOLEAN ? Types.BIT : type)
                + " "
                + rows.getInt("NULLABLE")
                + " "
                + rows.getInt("ORDINAL_POSITION")
                + " "
                + rows.getString("COLUMN_DEF")
                + " "
                + rows.getString("REMARKS"));
      }
      assertThat(found)
          .containsExactly(
              "k 4 0 1 null the key",
              "b -7 1 2 null ",
              "n 3 0 3 1.50 ",
              "v 12 1 4 null ",
              "c 1 0 5 abc ",
              "s 12 1 6 null ",
              "d 91 1 7 null ",
              "ts 93 1 8 null ",
              "l -5 1 9 null ");
    }
    try (ResultSet rows = meta.getColumns("demo", null, "t", "n")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(10);
      assertThat(rows.getInt("DECIMAL_DIGITS")).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "mysql, useServerPrepStmts=false",
    "mysql, useServerPrepStmts=true",
    "mariadb, useServerPrepStmts=false",
    "mariadb, useServerPrepStmts=true",
  })
  void resultsTellWhichColumnsMayBeNull(String driver, String properties) throws SQLException {
    try (Connection connection = open(driver, properties);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT t.k, t.n, t.v, t.c, t.k + 1, x.k, 1, COUNT(*) OVER () AS n2"
                    + " FROM t LEFT JOIN t AS x ON x.k = t.k + 1 WHERE t.k > ? ORDER BY t.k")) {
      query.setInt(1, 0);
      try (ResultSet rows = query.executeQuery()) {
        ResultSetMetaData meta = rows.getMetaData();
        List<Integer> nullable = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
          nullable.add(meta.isNullable(i));
        }
        assertThat(nullable).containsExactly(0, 0, 1, 0, 1, 1, 1, 1);
        assertThat(meta.getPrecision(3)).isEqualTo(20);
        assertThat(meta.getPrecision(4)).isEqualTo(3);
        assertThat(meta.getColumnTypeName(4)).isEqualTo("CHAR");
        assertThat(meta.getColumnDisplaySize(4)).isEqualTo(3);
        assertThat(meta.getColumnDisplaySize(2)).isIn(10, 11, 12); // with or without point and sign
        assertThat(count(rows)).isEqualTo(2);
      }
    }
  }

  // ---- Flink's catalog and sink, Spark's and DataX' connectors, as they are written there

  @Test
  void flinksSinkReadsItsTable() throws SQLException {
    try (Connection connection = open("mysql", "useServerPrepStmts=true");
        PreparedStatement query =
            connection.prepareStatement(
                "select `COLUMN_NAME`, `ORDINAL_POSITION`, `COLUMN_KEY`, `DATA_TYPE`,"
                    + " `COLUMN_SIZE`, `DECIMAL_DIGITS` from `information_schema`.`COLUMNS` where"
                    + " `TABLE_SCHEMA`=? and `TABLE_NAME`=?;")) {
      query.setString(1, "demo");
      query.setString(2, "t");
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getString("COLUMN_NAME")).isEqualTo("k");
        assertThat(rows.getInt("ORDINAL_POSITION")).isEqualTo(1);
        assertThat(rows.getString("DATA_TYPE")).isEqualTo("int");
        rows.next();
        assertThat(rows.getString("DATA_TYPE")).isEqualTo("tinyint");
        assertThat(rows.getString("COLUMN_SIZE")).isNull();
        rows.next();
        assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(10);
        assertThat(rows.getInt("DECIMAL_DIGITS")).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select current_version() as ver;",
        "SELECT `SCHEMA_NAME` FROM `INFORMATION_SCHEMA`.`SCHEMATA`;",
        "SELECT TABLE_NAME FROM information_schema.`TABLES` WHERE TABLE_SCHEMA = 'demo'",
        "SELECT `COLUMN_NAME`, `DATA_TYPE`, `ORDINAL_POSITION`, `COLUMN_SIZE`, `DECIMAL_DIGITS`,"
            + " `COLUMN_DEFAULT`, `IS_NULLABLE`, `COLUMN_KEY`, `COLUMN_COMMENT` FROM"
            + " `information_schema`.`COLUMNS` WHERE `TABLE_SCHEMA`='demo' and `TABLE_NAME`='t'",
        "show databases;",
        "select SCHEMA_NAME from information_schema.schemata where SCHEMA_NAME in ('demo') AND"
            + " CATALOG_NAME = 'def';",
        "select TABLE_SCHEMA, TABLE_NAME from information_schema.tables where TABLE_SCHEMA ="
            + " 'demo' and TABLE_NAME = 't'",
        "SELECT COLUMN_NAME FROM `information_schema`.`COLUMNS` WHERE `TABLE_SCHEMA` = 'demo' AND"
            + " `TABLE_NAME` = 't' ORDER BY `ORDINAL_POSITION` ASC;",
        // DBeaver's MySQL catalog
        "SHOW DATABASES",
        "SHOW ENGINES",
        "SHOW CHARSET",
        "SHOW COLLATION",
        "SHOW VARIABLES LIKE 'lower_case_table_names'",
        "SHOW FULL TABLES FROM `demo`",
        "SHOW FULL TABLES FROM `demo` WHERE Table_type = 'BASE TABLE'",
        "SHOW TABLE STATUS FROM `demo`",
        "SHOW TABLE STATUS FROM `demo` LIKE 't'",
        "SHOW FULL COLUMNS FROM `demo`.`t`",
        "SHOW CREATE TABLE `demo`.`t`",
        "SELECT * FROM information_schema.SCHEMATA WHERE SCHEMA_NAME='demo'",
        "SELECT * FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = 'information_schema' AND"
            + " t.TABLE_NAME = 'CHECK_CONSTRAINTS' OR t.TABLE_NAME = 't'",
        "SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA='demo' AND TABLE_NAME='t'"
            + " ORDER BY ORDINAL_POSITION",
        "SELECT @@GLOBAL.character_set_server,@@GLOBAL.collation_server",
        "SELECT kc.CONSTRAINT_NAME,kc.TABLE_NAME,kc.COLUMN_NAME,kc.ORDINAL_POSITION FROM"
            + " information_schema.KEY_COLUMN_USAGE kc WHERE kc.TABLE_SCHEMA='demo' AND"
            + " kc.REFERENCED_TABLE_NAME IS NULL AND kc.TABLE_NAME='t' UNION ALL SELECT"
            + " 'x','t','k',1 ORDER BY ORDINAL_POSITION",
      })
  void catalogsOfConnectorsAndToolsFindRows(String sql) throws SQLException {
    try (Connection connection = open("mysql", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(count(rows)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW INDEX FROM `demo`.`t`",
        "SHOW KEYS FROM `t` FROM `demo`",
        "SHOW PLUGINS",
        "SHOW EVENTS FROM `demo`",
        "SHOW TRIGGERS FROM `demo`",
        "SHOW PROCEDURE STATUS",
        "SHOW FUNCTION STATUS WHERE Db = 'demo'",
        "SHOW FULL TABLES FROM `demo` WHERE Table_type = 'VIEW'",
        "SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA='demo' AND TABLE_NAME='t'"
            + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        "SELECT * FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA='demo' AND"
            + " EVENT_OBJECT_TABLE='t'",
        "SELECT * FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA='demo' AND ROUTINE_TYPE IN"
            + " ('PROCEDURE','FUNCTION') ORDER BY ROUTINE_NAME",
        "SELECT * FROM information_schema.EVENTS WHERE EVENT_SCHEMA='demo'",
        "SELECT * FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA='demo'",
        "SELECT * FROM information_schema.VIEWS WHERE TABLE_SCHEMA='demo' AND TABLE_NAME='t'",
        "SELECT cc.CONSTRAINT_NAME, tc.TABLE_NAME FROM information_schema.TABLE_CONSTRAINTS tc,"
            + " information_schema.KEY_COLUMN_USAGE cc WHERE tc.TABLE_SCHEMA='demo' AND"
            + " tc.CONSTRAINT_NAME = cc.CONSTRAINT_NAME",
        "SELECT * FROM information_schema.COLUMN_PRIVILEGES",
        "SELECT * FROM information_schema.task_runs WHERE task_name = 'x'",
      })
  void whatThereIsNoneOfIsEmptyAndNoFailure(String sql) throws SQLException {
    try (Connection connection = open("mysql", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.getMetaData().getColumnCount()).isPositive();
      assertThat(count(rows)).isZero();
    }
  }

  // ---- limits that variables set

  private static final String ENDLESS =
      "SELECT COUNT(*) FROM many a JOIN many b ON a.n <> b.n JOIN many c ON b.n <> c.n"
          + " JOIN many d ON c.n <> d.n WHERE a.n + b.n + c.n * d.n = -1";

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void timeoutsStopQueriesAndInserts(String driver) throws SQLException {
    try (Connection connection = open(driver, "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS many (n BIGINT)");
      if (statement.executeUpdate("INSERT INTO many VALUES (0)") == 1) {
        for (int i = 0; i < 12; i++) {
          statement.execute("INSERT INTO many SELECT n + 1 + (SELECT MAX(n) FROM many) FROM many");
        }
      }
      statement.execute("SET query_timeout = 1");
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS)).hasMessageContaining("1");
      statement.execute("CREATE TABLE IF NOT EXISTS sums (n BIGINT)");
      statement.execute("SET query_timeout = 300, insert_timeout = 1");
      assertThatThrownBy(() -> statement.execute("INSERT INTO sums " + ENDLESS))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("DELETE FROM many WHERE n IN (" + ENDLESS + ")"))
          .isInstanceOf(SQLException.class);
      assertThat(count(statement.executeQuery("SELECT * FROM sums"))).isZero();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void insertsAreStrictUnlessToldOtherwise(String driver) throws SQLException {
    try (Connection connection = open(driver, "");
        Statement statement = connection.createStatement()) {
      String table = "strict_" + driver;
      statement.execute("CREATE TABLE " + table + " (c CHAR(3) NOT NULL)");
      String insert = "INSERT INTO " + table + " VALUES ('abc'), ('too long'), (NULL)";
      assertThatThrownBy(() -> statement.execute(insert)).isInstanceOf(SQLException.class);
      assertThat(count(statement.executeQuery("SELECT * FROM " + table))).isZero();
      statement.execute("SET insert_max_filter_ratio = 0.7");
      assertThat(statement.executeUpdate(insert)).isEqualTo(1);
      statement.execute("SET insert_max_filter_ratio = 0, enable_insert_strict = false");
      assertThat(statement.executeUpdate(insert)).isEqualTo(1);
      assertThat(count(statement.executeQuery("SELECT * FROM " + table))).isEqualTo(2);
    }
  }
}
