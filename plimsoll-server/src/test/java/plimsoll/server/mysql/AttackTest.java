package plimsoll.server.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users try who were let in, but not for that. */
class AttackTest {
  @TempDir Path directory;
  private MySqlTestServer server;

  @BeforeEach
  void start() throws SQLException {
    server = new MySqlTestServer(directory.resolve("data"));
    root(
        "CREATE DATABASE d",
        "CREATE TABLE d.t (a INT)",
        "CREATE USER bob IDENTIFIED BY 'bob'",
        "GRANT SELECT ON d.t TO bob");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void root(String... statements) throws SQLException {
    try (Connection connection = server.mysql("?sslMode=DISABLED");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Connection as(String user, String password) throws SQLException {
    return server.connection("mysql", "?sslMode=DISABLED", user, password);
  }

  private static String failure(Connection connection, String sql) {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            });
    assertThat((Throwable) failure).as("failure of " + sql).isNotNull();
    return failure.getMessage();
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  // ---- whose rights

  @Test
  void anAccountOfOneAddressHasItsOwnRightsAndNotThoseOfItsNamesake() throws SQLException {
    root("CREATE USER 'ann'@'127.0.0.1' IDENTIFIED BY 'narrow'"); // ann@% may do everything
    try (Connection narrow = as("ann", "narrow")) {
      assertThat(failure(narrow, "SELECT * FROM d.t")).contains("Access denied");
      assertThat(failure(narrow, "DROP DATABASE d")).contains("Access denied");
      root("GRANT SELECT ON d.t TO 'ann'@'127.0.0.1'");
      assertThat(value(narrow, "SELECT count(*) FROM d.t")).isEqualTo("0");
    }
  }

  @Test
  void aConnectionDoesNotOutliveItsAccount() throws SQLException {
    try (Connection bob = as("bob", "bob")) {
      assertThat(value(bob, "SELECT count(*) FROM d.t")).isEqualTo("0");
      root("DROP USER bob");
      for (String sql :
          new String[] {
            "SELECT 1", "SELECT * FROM d.t", "SHOW VARIABLES", "SET query_timeout = 5"
          }) {
        assertThat(failure(bob, sql)).contains("There is no user 'bob'@'%'");
      }
    }
    assertThatThrownBy(() -> as("bob", "bob")).hasMessageContaining("Access denied");
  }

  @Test
  void aDroppedAccountsConnectionDoesNotBecomeItsNamesakes() throws SQLException {
    root("CREATE USER 'ann'@'127.0.0.1' IDENTIFIED BY 'narrow'");
    try (Connection narrow = as("ann", "narrow")) {
      root("DROP USER 'ann'@'127.0.0.1'");
      assertThat(failure(narrow, "DROP DATABASE d")).contains("There is no user");
    }
  }

  @Test
  void changingTheUserKeepsNoRightsAndNothingOfTheSession() throws Exception {
    try (RawClient client = RawClient.loggedIn(server.port())) { // as root
      client.query("USE d");
      assertThat(client.receive()).startsWith(0);
      client.send(0, new byte[] {17, 'b', 'o', 'b', 0, 0, 0}); // no password given
      assertThat(client.errorBeforeClose()).isEqualTo(1045);
    }
    assertThat(Files.readString(directory.resolve("data/audit.log")))
        .contains("\"user\":\"bob\"", "\"outcome\":\"WRONG_PASSWORD\"");
    root("CREATE USER nobody");
    try (RawClient client = RawClient.loggedIn(server.port())) {
      client.query("USE d");
      assertThat(client.receive()).startsWith(0);
      client.send(0, new byte[] {17, 'n', 'o', 'b', 'o', 'd', 'y', 0, 0, 0});
      assertThat(client.receive()).startsWith(0);
      client.query("SELECT * FROM d.t");
      assertThat(client.receive()).startsWith(0xff);
      client.query("SELECT * FROM t");
      assertThat(new String(client.receive(), UTF_8)).contains("No database selected");
    }
  }

  @Test
  void whoIsTheCurrentUserSaysTheAccountWithItsHosts() throws Exception {
    root("CREATE USER carl@'127.0.%' IDENTIFIED BY 'pw'", "GRANT SELECT ON d.* TO carl@'127.0.%'");
    try (Connection carl = server.connection("mysql", "d?sslMode=REQUIRED", "carl", "pw");
        Statement statement = carl.createStatement()) {
      for (String query :
          List.of(
              "SELECT CURRENT_USER()",
              "SELECT CURRENT_USER",
              "SELECT current_user AS me",
              "SELECT MAX(CURRENT_USER) FROM (SELECT 1) AS one",
              "SELECT 'x' FROM t UNION ALL SELECT CURRENT_USER ORDER BY 1 LIMIT 1")) {
        try (ResultSet rows = statement.executeQuery(query)) {
          assertThat(rows.next()).as(query).isTrue();
          assertThat(rows.getString(1)).as(query).isEqualTo("carl@127.0.%");
        }
      }
    }
  }

  // ---- what costs much

  static Stream<Arguments> deep() {
    return Stream.of(
        arguments("few parentheses", "SELECT " + "(".repeat(100) + "1" + ")".repeat(100)),
        arguments("parentheses", "SELECT " + "(".repeat(50_000) + "1" + ")".repeat(50_000)),
        arguments("open parentheses", "SELECT " + "(".repeat(100_000)),
        arguments("sums", "SELECT 1" + "+1".repeat(50_000)),
        arguments("tables sums", "SELECT a" + "+1".repeat(3_000) + " FROM d.t"),
        arguments("NOT", "SELECT " + "NOT ".repeat(50_000) + "TRUE"),
        arguments("signs", "SELECT " + "- ".repeat(50_000) + "1"),
        arguments("UNION", "SELECT 1" + " UNION ALL SELECT 1".repeat(3_000)),
        arguments("OR", "SELECT a FROM d.t WHERE a = 1" + " OR a = 2".repeat(5_000)),
        arguments(
            "sub-queries", "SELECT * FROM (".repeat(3_000) + "SELECT 1 AS a" + ") x".repeat(3_000)),
        arguments("functions", "SELECT " + "abs(".repeat(5_000) + "1" + ")".repeat(5_000)),
        arguments(
            "CASE", "SELECT " + "CASE WHEN TRUE THEN ".repeat(5_000) + "1" + " END".repeat(5_000)),
        arguments("IN", "SELECT a FROM d.t WHERE a IN (1" + ",1".repeat(50_000) + ")"),
        arguments(
            "types",
            "CREATE TABLE d.x (a " + "ARRAY<".repeat(20_000) + "INT" + ">".repeat(20_000) + ")"),
        arguments("INSERT", "INSERT INTO d.t VALUES (" + "(".repeat(20_000)),
        arguments("EXPLAIN", "EXPLAIN ".repeat(20_000) + "SELECT 1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deep")
  void aDeepStatementIsAnswered(String name, String sql) throws SQLException {
    try (Connection root = server.mysql("?sslMode=DISABLED&useServerPrepStmts=true")) {
      assertAnswered(() -> root.createStatement().execute(sql));
      assertAnswered(() -> root.prepareStatement(sql).execute());
      assertThat(value(root, "SELECT 7")).isEqualTo("7");
    }
  }

  private static void assertAnswered(ThrowableAssert.ThrowingCallable statement) {
    SQLException failure = catchThrowableOfType(SQLException.class, statement);
    assertThat(failure == null ? "" : failure.getMessage())
        .doesNotContain("StackOverflow", "invariant", "link failure", "too early");
  }

  @Test
  void preparedStatementsOfOneConnectionAreBounded() throws Exception {
    try (RawClient client = RawClient.loggedIn(server.port())) {
      byte[] prepare = ("\26SELECT '" + "x".repeat(8 << 20) + "'").getBytes(UTF_8);
      int kept = 0;
      byte[] answer = null;
      for (; kept < 12; kept++) {
        client.send(0, prepare);
        answer = client.receive();
        if (answer[0] != 0) {
          break;
        }
        client.receive(); // its column
        client.receive(); // and their end
      }
      assertThat(kept).isLessThan(12);
      assertThat(new String(answer, UTF_8)).contains("max_allowed_packet");
      client.query("SET query_timeout = 7");
      assertThat(client.receive()).startsWith(0);
    }
  }

  @Test
  void aClientThatDoesNotReadCanBeKilled() throws Exception {
    root(
        "CREATE TABLE d.big (s STRING)",
        "INSERT INTO d.big VALUES ('" + "x".repeat(1 << 20) + "')");
    try (RawClient slow = RawClient.loggedIn(server.port());
        Connection killer = server.mysql("?sslMode=DISABLED");
        Statement statement = killer.createStatement()) {
      slow.query("SELECT s FROM d.big" + " UNION ALL SELECT s FROM d.big".repeat(60));
      long end = System.nanoTime() + 20_000_000_000L;
      long id = slowOne(statement);
      while (id < 0) {
        assertThat(System.nanoTime()).as("not there yet").isLessThan(end);
        id = slowOne(statement);
      }
      LockSupport.parkNanos(500_000_000); // until it is stuck in writing
      statement.execute("KILL " + id);
      while (slowOne(statement) == id) {
        assertThat(System.nanoTime()).as("still there").isLessThan(end);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private static long slowOne(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      while (rows.next()) {
        String info = rows.getString("Info");
        if (info != null && info.startsWith("SELECT s")) {
          return rows.getLong("Id");
        }
      }
      return -1;
    }
  }
}
