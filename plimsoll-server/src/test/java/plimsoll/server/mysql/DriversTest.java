package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both JDBC drivers, with text and binary results, do what people do with them. */
class DriversTest {
  @TempDir static Path directory;
  private static MySqlTestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = new MySqlTestServer(directory.resolve("data"));
    try (Connection connection = server.mysql("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE demo");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (String driver : List.of("mysql", "mariadb")) {
      for (String prepared : List.of("false", "true")) {
        ways.add(Arguments.of(driver, "useServerPrepStmts=" + prepared));
      }
    }
    return ways.stream();
  }

  private static Connection open(String driver, String properties) throws SQLException {
    // This driver refuses a self-signed certificate where no password stands against it.
    String tls = driver.equals("mariadb") ? "sslMode=disable&" : "";
    return server.connection(driver, "demo?" + tls + properties, "root", "");
  }

  private static final Object[][] ROWS = {
    {
      1,
      true,
      (byte) -128,
      (short) 32767,
      Long.MIN_VALUE,
      1.5f,
      -1e300,
      new BigDecimal("12345678901234567890.1234567890"),
      LocalDate.of(2024, 2, 29),
      LocalDateTime.of(1999, 12, 31, 23, 59, 59, 123_456_000),
      "it's \"quoted\" \\ back\n ? % _ \u00fc \ud83d\ude00",
      "c"
    },
    {2, null, null, null, null, null, null, null, null, null, null, null},
    {
      3,
      false,
      (byte) 0,
      (short) 0,
      0L,
      0.0f,
      0.1,
      new BigDecimal("0.0000000000"),
      LocalDate.of(1, 1, 1),
      LocalDateTime.of(2000, 1, 1, 0, 0),
      "",
      "z"
    },
  };

  private static final String TABLE =
      " (k INT, b BOOLEAN, t TINYINT, s SMALLINT, l BIGINT, f FLOAT, d DOUBLE,"
          + " n DECIMAL(30, 10), dt DATE, ts DATETIME, v VARCHAR(200), c CHAR(3))";

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("ways")
  void everyTypeIsReadBackEqual(String driver, String properties) throws SQLException {
    String table = "types_" + driver + properties.replaceAll("[^a-z]", "");
    try (Connection connection = open(driver, properties);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + TABLE);
      insert(connection, table);
      try (PreparedStatement query =
          connection.prepareStatement("SELECT * FROM " + table + " WHERE k > ? ORDER BY k")) {
        query.setInt(1, 0);
        try (ResultSet rows = query.executeQuery()) {
          assertRows(rows);
        }
      }
    }
  }

  private static void insert(Connection connection, String table) throws SQLException {
    String places = "?" + ", ?".repeat(ROWS[0].length - 1);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
      for (Object[] row : ROWS) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, row[i]);
        }
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
  }

  private static void assertRows(ResultSet rows) throws SQLException {
    for (Object[] expected : ROWS) {
      assertThat(rows.next()).isTrue();
      List<@Nullable Object> found = new ArrayList<>();
      for (int i = 0; i < expected.length; i++) {
        Object value = expected[i];
        Class<?> type = value == null ? String.class : value.getClass();
        found.add(rows.getObject(i + 1, type));
      }
      assertThat(found).containsExactly(expected);
    }
    assertThat(rows.next()).isFalse();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("ways")
  void columnsHaveTheirTypes(String driver, String properties) throws SQLException {
    String table = "meta_" + driver + properties.replaceAll("[^a-z]", "");
    try (Connection connection = open(driver, properties);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + TABLE);
      try (PreparedStatement query = connection.prepareStatement("SELECT * FROM " + table);
          ResultSet rows = query.executeQuery()) {
        ResultSetMetaData meta = rows.getMetaData();
        List<Integer> types = new ArrayList<>();
        for (int i = 2; i <= meta.getColumnCount(); i++) {
          types.add(meta.getColumnType(i));
        }
        assertThat(types.get(0)).isIn(Types.BIT, Types.BOOLEAN);
        assertThat(types.subList(1, types.size()))
            .containsExactly(
                Types.TINYINT,
                Types.SMALLINT,
                Types.BIGINT,
                Types.REAL,
                Types.DOUBLE,
                Types.DECIMAL,
                Types.DATE,
                Types.TIMESTAMP,
                Types.VARCHAR,
                Types.CHAR);
        assertThat(meta.getPrecision(8)).isEqualTo(30);
        assertThat(meta.getScale(8)).isEqualTo(10);
        assertThat(meta.getColumnName(9)).isEqualTo("dt");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void aBatchOfTenThousandRowsIsOneLoad(String driver) throws SQLException {
    try (Connection connection =
            open(driver, "rewriteBatchedStatements=true&useServerPrepStmts=false");
        Statement statement = connection.createStatement()) {
      String table = "batch_" + driver;
      statement.execute("CREATE TABLE " + table + " (k INT, v VARCHAR(40), at DATETIME)");
      long before = loads(statement);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " (k, v, at) VALUES (?, ?, ?)")) {
        for (int i = 0; i < 10_000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "value '" + i + "'");
          insert.setTimestamp(3, Timestamp.valueOf("2024-01-01 00:00:00"));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*), SUM(k) FROM " + table)) {
        rows.next();
        assertThat(rows.getLong(1)).isEqualTo(10_000);
        assertThat(rows.getLong(2)).isEqualTo(49_995_000);
      }
      assertThat(loads(statement) - before).isLessThanOrEqualTo(2);
    }
  }

  /** A batch is one statement, so it can have a label like any other. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void aBatchOfTenThousandRowsLoadsOnceUnderItsLabel(String driver) throws SQLException {
    try (Connection connection =
            open(driver, "rewriteBatchedStatements=true&useServerPrepStmts=false");
        Statement statement = connection.createStatement()) {
      String table = "labelled_" + driver;
      statement.execute("CREATE TABLE " + table + " (k INT, v VARCHAR(40))");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO " + table + " WITH LABEL label_" + driver + " (k, v) VALUES (?, ?)")) {
        fill(insert);
        insert.executeBatch();
        fill(insert);
        assertThatThrownBy(insert::executeBatch)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("label_" + driver);
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT k), SUM(k) FROM " + table)) {
        rows.next();
        assertThat(rows.getLong(1)).isEqualTo(10_000);
        assertThat(rows.getLong(2)).isEqualTo(10_000);
        assertThat(rows.getLong(3)).isEqualTo(49_995_000);
      }
    }
  }

  private static void fill(PreparedStatement insert) throws SQLException {
    for (int i = 0; i < 10_000; i++) {
      insert.setInt(1, i);
      insert.setString(2, "value '" + i + "'");
      insert.addBatch();
    }
  }

  private static long loads(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SHOW LOAD")) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql   | SELECT * FROM nowhere          | 42S02 | 1146",
        "mariadb | SELECT * FROM nowhere          | 42S02 | 1146",
        "mysql   | SELECT nothing FROM here       | 42S22 | 1054",
        "mysql   | SELEC 1                        | 42000 | 1064",
        "mariadb | SELEC 1                        | 42000 | 1064",
        "mysql   | USE missing                    | 42000 | 1049",
        "mysql   | CREATE TABLE here (a INT)      | 42S01 | 1050",
        "mysql   | CREATE DATABASE demo           | HY000 | 1007",
        "mysql   | SELECT 1; SELECT 2             | 42000 | 1064",
        "mysql   | KILL 99999                     | HY000 | 1094",
        "mysql   | SELECT @@no_such_variable      | HY000 | 1193",
      })
  void failuresHaveMySqlsNumberAndState(String driver, String sql, String state, int number)
      throws SQLException {
    try (Connection connection = open(driver, "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS here (a INT)");
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo(state);
                assertThat(e.getErrorCode()).isEqualTo(number);
              });
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "mysql, sslMode=REQUIRED",
    "mysql, sslMode=DISABLED&allowPublicKeyRetrieval=true&defaultAuthenticationPlugin=caching_sha2_password",
    "mysql, sslMode=REQUIRED&defaultAuthenticationPlugin=caching_sha2_password",
    "mysql, sslMode=DISABLED",
    "mariadb, sslMode=trust",
    "mariadb, sslMode=disable",
  })
  void aPasswordIsProvenEveryWay(String driver, String properties) throws SQLException {
    for (int i = 0; i < 2; i++) { // the second time by what the first proved
      try (Connection connection =
              server.connection(driver, "demo?" + properties, "ann", MySqlTestServer.PASSWORD);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT USER(), DATABASE()")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("ann@127.0.0.1");
        assertThat(rows.getString(2)).isEqualTo("demo");
      }
    }
    assertThatThrownBy(() -> server.connection(driver, "demo?" + properties, "ann", "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied for user 'ann'@'127.0.0.1' (using password: YES)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void severalStatementsRunOnlyWhereAgreed(String driver) throws SQLException {
    try (Connection connection = open(driver, "allowMultiQueries=true");
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT 1; SELECT 'two' AS b; SET query_timeout = 9")).isTrue();
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet second = statement.getResultSet()) {
        second.next();
        assertThat(second.getString("b")).isEqualTo("two");
      }
      assertThat(statement.getMoreResults()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql", "mariadb"})
  void transactionsAreAcceptedAndCommitAtOnce(String driver) throws SQLException {
    try (Connection connection = open(driver, "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE tx_" + driver + " (a INT)");
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO tx_" + driver + " VALUES (1)");
      connection.rollback();
      connection.setAutoCommit(true);
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM tx_" + driver)) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql, allowLoadLocalInfile=true", "mariadb, allowLocalInfile=true"})
  void aFileOfTheClientIsLoaded(String driver, String properties) throws Exception {
    Path file = directory.resolve("local_" + driver + ".csv");
    String row = ",some text that makes the row a little longer\n";
    try (var lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 300_000; i++) {
        lines.write(i + row);
      }
    }
    String load =
        "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE %s OPTIONS(header=false, mode='append')";
    try (Connection connection = open(driver, properties);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE local_" + driver + " (k INT, v VARCHAR(100))");
      statement.execute("CREATE TABLE narrow_" + driver + " (k DATE NOT NULL)");
      assertThat(statement.executeUpdate(load.formatted("local_" + driver))).isEqualTo(300_000);
      // Refused at the first rows: the rest of the file is read and dropped.
      assertThatThrownBy(() -> statement.execute(load.formatted("narrow_" + driver)))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute(load.formatted("nowhere")))
          .isInstanceOf(SQLException.class);
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM local_" + driver)) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(300_000);
      }
    }
  }

  @Test
  void aFileIsSentWhereTheLoadModeIsLocal() throws Exception {
    Path file = Files.writeString(directory.resolve("mode.csv"), "k,v\n1, x \n2,null\n");
    String load = "LOAD DATA INFILE '%s' INTO TABLE load_mode OPTIONS (load_mode='local')";
    try (Connection connection = open("mysql", "allowLoadLocalInfile=true");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE load_mode (k INT, v VARCHAR(100))");
      assertThat(statement.executeUpdate(load.formatted("file://" + file))).isEqualTo(2);
      assertThatThrownBy(() -> statement.execute(load.formatted(directory.resolve("absent.csv"))))
          .isInstanceOf(SQLException.class);
      try (ResultSet rows = statement.executeQuery("SELECT v FROM load_mode ORDER BY k")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("x");
        rows.next();
        assertThat(rows.getString(1)).isNull();
        assertThat(rows.next()).isFalse();
      }
    }
  }

  /** The client has begun to send: what is left of its file is no statement. */
  @Test
  void connectionGoesOnWhereALoadEndsInTheMidstOfTheClientsFile() throws Exception {
    Path file = directory.resolve("bad_first.csv");
    Files.writeString(file, "k,v\nx,bad\n" + "1,good rows behind the bad one\n".repeat(200_000));
    try (Connection connection = open("mysql", "allowLoadLocalInfile=true");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE midst (k INT NOT NULL, v VARCHAR(100))");
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "LOAD DATA INFILE '"
                          + file
                          + "' INTO TABLE midst OPTIONS (load_mode='local')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("bad_first.csv");
      assertThat(statement.executeUpdate("INSERT INTO midst VALUES (1, 'a')")).isEqualTo(1);
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM midst")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  /** It reads the statement itself, and sends what LOAD DATA LOCAL names, nothing else. */
  @Test
  void mariadbsDriverSendsNothingWithoutTheWordLocal() throws Exception {
    Path file = Files.writeString(directory.resolve("kept.csv"), "k\n1\n");
    try (Connection connection = open("mariadb", "allowLocalInfile=true");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (k INT)");
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "LOAD DATA INFILE '"
                          + file
                          + "' INTO TABLE kept OPTIONS (load_mode='local')"))
          .isInstanceOf(SQLException.class);
      assertThat(
              statement.executeUpdate(
                  "LOAD DATA LOCAL INFILE '"
                      + file
                      + "' INTO TABLE kept OPTIONS (load_mode='local')"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("ways")
  void dateFieldsOfDriversAreUnderstood(String driver, String properties) throws SQLException {
    try (Connection connection = open(driver, properties);
        PreparedStatement query = connection.prepareStatement("SELECT ?, ?, ? + 1, ?")) {
      query.setDate(1, Date.valueOf("2024-05-06"));
      query.setTimestamp(2, Timestamp.valueOf("2024-05-06 07:08:09.5"));
      query.setBigDecimal(3, new BigDecimal("1.25"));
      query.setBytes(4, "bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getString(1)).startsWith("2024-05-06");
        assertThat(rows.getString(2)).startsWith("2024-05-06 07:08:09.5");
        assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("2.25");
        assertThat(rows.getString(4)).isEqualTo("bytes");
      }
    }
  }
}
