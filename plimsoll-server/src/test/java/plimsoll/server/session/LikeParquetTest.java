package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** {@code CREATE TABLE t LIKE PARQUET 'path'}. */
class LikeParquetTest {
  @TempDir private Path directory;
  private Path input;
  private SessionFixture fixture;

  @BeforeEach
  void open() throws IOException {
    input = Files.createDirectory(directory.toRealPath().resolve("in"));
    fixture =
        new SessionFixture(
            directory.resolve("data"), Settings.of(Map.of("load_file_dirs", input.toString())));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE source (k INT NOT NULL, big LARGEINT, price DECIMAL(12, 3), day DATE,"
            + " at DATETIME, s VARCHAR(5) NOT NULL, yes BOOLEAN, f FLOAT, d DOUBLE, b VARBINARY,"
            + " tiny TINYINT, small SMALLINT, l BIGINT)",
        "INSERT INTO source (k, big, price, day, at, s, yes, tiny) VALUES"
            + " (1, 99999999999999999999, 1.5, '2024-02-29', '2024-02-29 01:02:03.000004', 'a',"
            + " true, -3)");
    export("source");
    Files.writeString(input.resolve("t.csv"), "key,text\n1,abc\n");
  }

  private void export(String table) {
    fixture.run(
        "SELECT * FROM "
            + table
            + " INTO OUTFILE '"
            + input.resolve(table + ".parquet")
            + "' OPTIONS (format='parquet')");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String types(String table) {
    return fixture.rows("DESC " + table).stream()
        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
        .collect(Collectors.joining(", "));
  }

  private void assertFails(String statement, ErrorCode code, String why) {
    assertThatThrownBy(() -> fixture.run(statement))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(why);
  }

  @Test
  void itsColumnsAreThoseOfTheFileAndTakeItsRows() {
    fixture.run("CREATE TABLE t LIKE PARQUET '" + input.resolve("source.parquet") + "'");
    assertThat(types("t"))
        .isEqualTo(
            "k int YES, big decimal(38, 0) YES, price decimal(12, 3) YES, day date YES,"
                + " at datetime YES, s string YES, yes boolean YES, f float YES, d double YES,"
                + " b varbinary YES, tiny int YES, small int YES, l bigint YES");
    fixture.run("LOAD DATA INFILE 'file://" + input.resolve("source.parquet") + "' INTO TABLE t");
    assertThat(fixture.rows("SELECT * FROM t")).isEqualTo(fixture.rows("SELECT * FROM source"));
    assertThat(fixture.rows("SHOW TABLES")).containsExactly(List.of("source"), List.of("t"));
  }

  @Test
  void directoriesAndPatternsAreFilesToo() throws IOException {
    Files.delete(input.resolve("t.csv"));
    fixture.run(
        "CREATE TABLE t LIKE parquet '" + input + "'",
        "CREATE TABLE demo.u LIKE Parquet 'file://" + input + "/s*.parquet'");
    assertThat(types("u")).isEqualTo(types("t"));
    fixture.run("CREATE TABLE other (k BIGINT)");
    export("other");
    assertFails(
        "CREATE TABLE v LIKE PARQUET '" + input + "'",
        ErrorCode.HEADER_MISMATCH,
        "has other columns than");
    assertThat(fixture.rows("SHOW TABLES LIKE 'v'")).isEmpty();
  }

  @Test
  void anExistingTableIsFineIfSaidSo() throws IOException {
    String like = " source LIKE PARQUET '" + input.resolve("source.parquet") + "'";
    assertFails("CREATE TABLE" + like, ErrorCode.TABLE_EXISTS, "source");
    String before = types("source");
    fixture.run("CREATE TABLE IF NOT EXISTS" + like);
    Files.delete(input.resolve("source.parquet"));
    fixture.run("CREATE TABLE IF NOT EXISTS" + like);
    assertThat(types("source")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          PARQUET '$/none.parquet'  | FILE_NOT_FOUND | none.parquet
          PARQUET '$/t.csv'         | BAD_PARQUET    | neither its first nor its last bytes are PAR1
          PARQUET '/etc/passwd'     | REFUSED        | load_file_dirs
          PARQUET '$/../data/lock'  | REFUSED        | load_file_dirs
          PARQUET 'hdfs://x/y'      | UNSUPPORTED    | hdfs://x/y
          HIVE 'hive://d.t'         | UNSUPPORTED    | LIKE HIVE
          PARKET '$/source.parquet' | SYNTAX         | Did you mean 'PARQUET'?
          """)
  void whatCannotBeReadMakesNoTable(String like, ErrorCode code, String why) {
    assertFails("CREATE TABLE t LIKE " + like.replace("$", input.toString()), code, why);
    assertThat(fixture.rows("SHOW TABLES LIKE 't'")).isEmpty();
  }

  @Test
  void nestedColumnsAreRefusedByName() throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT 1 AS k, [1, 2] AS list) TO '"
              + input.resolve("nested.parquet")
              + "' (FORMAT parquet)");
    }
    assertFails(
        "CREATE TABLE t LIKE PARQUET '" + input.resolve("nested.parquet") + "'",
        ErrorCode.UNSUPPORTED,
        "Column 'list' of");
  }

  @Test
  void theDatabaseMustBeThereAndWritable() {
    String like = ".t LIKE PARQUET '" + input.resolve("source.parquet") + "'";
    assertFails("CREATE TABLE none" + like, ErrorCode.UNKNOWN_DATABASE, "none");
    assertFails("CREATE TABLE information_schema" + like, ErrorCode.REFUSED, "information_schema");
  }
}
