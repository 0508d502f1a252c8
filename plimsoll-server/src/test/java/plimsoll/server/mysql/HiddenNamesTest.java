package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.server.schema.InformationSchema;
import plimsoll.server.schema.SystemTable;

/** Somebody with rights on one table looks for the others by every view of names there is. */
class HiddenNamesTest {
  @TempDir static Path directory;
  private static MySqlTestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = new MySqlTestServer(directory.resolve("data"));
    try (Connection connection = server.mysql("");
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "CREATE DATABASE demo",
            "CREATE DATABASE secretdb",
            "CREATE TABLE demo.open (a INT)",
            "CREATE TABLE demo.secrettable (secretcolumn INT COMMENT 'secretcomment', d INT)"
                + " PARTITION BY d",
            "CREATE TABLE secretdb.open (secretcolumn CHAR(9))",
            "INSERT INTO demo.open VALUES (1)",
            "INSERT INTO demo.secrettable VALUES (7, 8)",
            "SET enable_insert_strict = false",
            "INSERT INTO secretdb.open WITH LABEL secretlabel SELECT 'secretvalue'"
                + " UNION ALL SELECT 'short'",
            "CREATE USER reader IDENTIFIED BY 'pw'",
            "CREATE USER nobody IDENTIFIED BY 'pw'",
            "GRANT SELECT ON demo.open TO reader",
          }) {
        statement.execute(sql);
      }
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    for (Connection connection : CONNECTIONS.values()) {
      connection.close();
    }
    server.close();
  }

  private static final Map<String, Connection> CONNECTIONS = new HashMap<>();

  private static Connection connection(String user) throws SQLException {
    Connection open = CONNECTIONS.get(user);
    if (open == null) {
      open = server.connection("mysql", "?allowPublicKeyRetrieval=true", user, "pw");
      CONNECTIONS.put(user, open);
    }
    return open;
  }

  /** All that a statement tells: names and values, or its failure. */
  private static String told(String user, String sql) throws SQLException {
    StringBuilder told = new StringBuilder();
    try (Statement statement = connection(user).createStatement()) {
      statement.execute(sql);
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            told.append(rows.getString(i)).append(' ');
          }
          told.append("; ");
        }
      }
    } catch (SQLException e) {
      told.append("failed: ").append(e.getMessage());
    }
    return told.toString();
  }

  static Iterable<String> tables() {
    return InformationSchema.tables().stream()
        .map(SystemTable::definition)
        .map(table -> table.name().table())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void noSystemTableTellsOfWhatIsHidden(String table) throws SQLException {
    for (String user : new String[] {"reader", "nobody"}) {
      assertThat(told(user, "SELECT * FROM information_schema." + table))
          .doesNotContain("failed", "secret");
    }
    // Whoever may see it does: the names are there to be found.
    assertThat(told("reader", "SELECT count(*) FROM information_schema." + table)).endsWith(" ; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE '%ecretta%'",
        "SELECT count(*) FROM information_schema.tables WHERE table_name = 'secrettable'",
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'secretdb'",
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'secretdb' AND"
            + " table_name = 'open'",
        "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'demo' AND table_name"
            + " = 'secrettable'",
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'secretdb'",
        "SELECT count(*) FROM information_schema.partitions WHERE table_schema = 'demo' AND"
            + " table_name = 'secrettable'",
        "SELECT count(*) FROM information_schema.tables_config WHERE table_name = 'secrettable'",
        "SELECT count(*) FROM information_schema.loads WHERE label = 'secretlabel'",
        "SELECT count(*) FROM information_schema.loads WHERE db_name = 'secretdb'",
        "SELECT count(*) FROM information_schema.loads WHERE db_name = 'demo'",
        "SELECT count(*) FROM information_schema.load_tracking_logs WHERE label = 'secretlabel'",
        "SELECT count(*) FROM information_schema.loads l JOIN"
            + " information_schema.load_tracking_logs t ON l.job_id = t.job_id",
        "SELECT count(*) FROM (SELECT 1 FROM information_schema.columns c, demo.open o WHERE"
            + " c.column_comment > 's' AND c.table_schema <> 'information_schema') x",
      })
  void countingFindsNothing(String sql) throws SQLException {
    assertThat(told("reader", sql)).isEqualTo("0 ; ");
    assertThat(told("nobody", sql.replace("demo.open", "information_schema.engines")))
        .isEqualTo("0 ; ");
  }

  @Test
  void whatIsAllowedIsSeen() throws SQLException {
    assertThat(told("reader", "SHOW DATABASES")).isEqualTo("demo ; information_schema ; ");
    assertThat(told("nobody", "SHOW DATABASES")).isEqualTo("information_schema ; ");
    assertThat(told("reader", "SHOW TABLES FROM demo")).isEqualTo("open ; ");
    assertThat(
            told(
                "reader",
                "SELECT table_schema, table_name, column_name, privileges FROM"
                    + " information_schema.columns WHERE table_schema <> 'information_schema'"))
        .isEqualTo("demo open a select ; ");
    assertThat(told("reader", "SELECT * FROM information_schema.table_privileges"))
        .isEqualTo("'reader'@'%' def demo open SELECT NO ; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW DATABASES",
        "SHOW DATABASES LIKE '%'",
        "SHOW DATABASES WHERE `Database` <> 'x' AND 1 = 1",
        "SHOW TABLES FROM demo",
        "SHOW FULL TABLES FROM demo WHERE Table_type <> 'x' OR 1 = 1",
        "SHOW TABLE STATUS FROM demo",
        "SHOW LOAD FROM demo",
        "SHOW FULL COLUMNS FROM demo.open",
        "SHOW VARIABLES",
        "SHOW PROCESSLIST",
        "SHOW GRANTS",
        "SHOW FULL TABLES FROM information_schema",
      })
  void showsDoNotTell(String sql) throws SQLException {
    assertThat(told("reader", sql)).doesNotContain("secret", "failed");
  }

  /** The answer is the same for a name that is there and for one that is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DESC %s",
        "SHOW COLUMNS FROM %s",
        "SHOW INDEX FROM %s",
        "SHOW PARTITIONS FROM %s",
        "SHOW CREATE TABLE %s",
        "SELECT * FROM %s",
        "SELECT * FROM demo.open WHERE a IN (SELECT secretcolumn FROM %s)",
      })
  void askingForATableTellsNotWhetherItIsThere(String sql) throws SQLException {
    String there = told("reader", sql.formatted("demo.secrettable"));
    String none = told("reader", sql.formatted("demo.secretnothin"));
    assertThat(there)
        .startsWith("failed: Access denied")
        .isEqualTo(none.replace("secretnothin", "secrettable"));
    assertThat(told("reader", sql.formatted("secretdb.open")))
        .isEqualTo(told("reader", sql.formatted("secretno.open")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOW TABLES FROM %s", "SHOW TABLE STATUS FROM %s", "USE %s"})
  void askingForADatabaseTellsNotWhetherItIsThere(String sql) throws SQLException {
    assertThat(told("reader", sql.formatted("secretdb")))
        .startsWith("failed: Access denied")
        .isEqualTo(told("reader", sql.formatted("secretno")).replace("secretno", "secretdb"));
  }

  @Test
  void aConditionOfShowReadsNothingElse() throws SQLException {
    assertThat(
            told(
                "reader", "SHOW DATABASES WHERE `Database` IN (SELECT a FROM demo.open) AND 1 = 1"))
        .startsWith("failed: ");
    assertThat(told("reader", "SHOW DATABASES WHERE 1 = 1) UNION SELECT 'x' WHERE (1 = 1"))
        .startsWith("failed: ");
    assertThat(
            told(
                "reader",
                "SHOW DATABASES WHERE EXISTS (SELECT 1 FROM information_schema.tables) AND 1 = 1"))
        .startsWith("failed: ");
  }

  @Test
  void globalVariablesAreForOperators() throws SQLException {
    for (String user : new String[] {"reader", "nobody"}) {
      assertThat(told(user, "SET GLOBAL query_timeout = 1")).startsWith("failed: ");
    }
    assertThat(told("reader", "SELECT @@global.query_timeout")).isEqualTo("300 ; ");
  }
}
