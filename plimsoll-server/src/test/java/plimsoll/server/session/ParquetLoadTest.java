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
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files through LOAD DATA. There is no Hadoop on this class path. */
class ParquetLoadTest {
  @TempDir private Path directory;
  private Path input;
  private SessionFixture fixture;

  @BeforeEach
  void open() throws IOException {
    input = Files.createDirectory(directory.resolve("in"));
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

  private String write(String name, String select) {
    Path file = input.resolve(name);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return file.toString();
  }

  private static String load(String file, String options) {
    return "LOAD DATA INFILE '"
        + file
        + "' INTO TABLE cities OPTIONS (mode='append'"
        + options
        + ")";
  }

  @Test
  void fileIsKnownByItsEndingAndLoaded() {
    String file =
        write(
            "c.parquet",
            "SELECT 1.5 AS share, 'Bern' AS name, 7::BIGINT AS id, DATE '1191-05-01' AS born");
    assertThat(fixture.done(load(file, "")).affectedRows()).isEqualTo(1);
    assertThat(fixture.rows("SELECT * FROM cities"))
        .containsExactly(List.of("7", "Bern", "1191-05-01", "1.50"));
  }

  @Test
  void directoryAndPatternAreOneLoad() {
    write("a.parquet", "SELECT 1 AS id, 'a' AS name");
    write("b.parquet", "SELECT 'b' AS name, 2 AS id");
    fixture.run(load(input.toString(), ""), load(input + "/{a,b}.parquet", ""));
    assertThat(fixture.rows("SELECT id, name, share FROM cities ORDER BY id, name"))
        .containsExactly(
            List.of("1", "a", "NULL"),
            List.of("1", "a", "NULL"),
            List.of("2", "b", "NULL"),
            List.of("2", "b", "NULL"));
  }

  @Test
  void formatCanBeSaidForAnyName() {
    String file = write("c.dat", "SELECT 1 AS id");
    fixture.run(load(file, ", format='Parquet', delimiter='|', header=false"));
    assertThat(fixture.rows("SELECT id FROM cities")).containsExactly(List.of("1"));
  }

  @Test
  void filesOfDifferentFormatsAreNoLoad() throws IOException {
    write("a.parquet", "SELECT 1 AS id");
    Files.writeString(input.resolve("b.csv"), "1,x,,\n");
    assertThatThrownBy(() -> fixture.run(load(input.toString(), "")))
        .hasMessageContaining("are of different formats by their endings");
  }

  @Test
  void parquetThatIsReadAsTextIsTold() {
    String file = write("c.dat", "SELECT 1 AS id");
    assertThatThrownBy(() -> fixture.run(load(file, "")))
        .hasMessageContaining("It begins like Parquet; load it as a file, with format parquet.");
  }

  @Test
  void rejectedRowsAreKeptWithTheirNumberInTheFile() {
    String file =
        write(
            "c.parquet",
            "SELECT (i * 1000000)::BIGINT AS id, 'n' || i AS name FROM range(5000) r(i)");
    fixture.run(load(file, ", bad_values='reject', max_filter_ratio='1'"));
    assertThat(fixture.rows("SELECT count(*) FROM cities")).containsExactly(List.of("2148"));
    assertThat(
            fixture.rows(
                "SELECT count(*), min(line), min(column_name), min(bad_value)"
                    + " FROM information_schema.rejected_rows"))
        .containsExactly(List.of("2852", "2149", "id", "2148000000"));
  }

  @Test
  void milliSecondsBecomeTimesAsInOpenMldb() {
    fixture.run("CREATE TABLE events (at TIMESTAMP, n SMALLINT)");
    String file = write("e.parquet", "SELECT 1600000000123::BIGINT AS at, 5::BIGINT AS n");
    fixture.run("LOAD DATA INFILE '" + file + "' INTO TABLE events OPTIONS (format='parquet')");
    assertThat(fixture.rows("SELECT * FROM events"))
        .containsExactly(List.of("2020-09-13 12:26:40.123000", "5"));
  }

  @Test
  void defaultsFillWhatTheFileLacks() {
    fixture.run("CREATE TABLE more (id INT, kind VARCHAR(5) NOT NULL DEFAULT 'none')");
    write("a.parquet", "SELECT 1 AS id");
    write("b.parquet", "SELECT 2 AS id, 'some' AS kind");
    fixture.run("LOAD DATA INFILE '" + input + "' INTO TABLE more OPTIONS (mode='append')");
    assertThat(fixture.rows("SELECT * FROM more ORDER BY id"))
        .containsExactly(List.of("1", "none"), List.of("2", "some"));
  }

  private static final List<String> TYPES =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "LARGEINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL(9, 2)",
          "DECIMAL(18, 4)",
          "DECIMAL(38, 9)",
          "DATE",
          "DATETIME",
          "VARCHAR(40)",
          "STRING",
          "VARBINARY",
          "JSON");

  /** What our lake writes, our reader reads: random rows of every type. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ownDataFilesAreReadBackAsTheyWere(long seed) throws IOException {
    Random random = new Random(seed);
    String columns =
        IntStream.range(0, TYPES.size())
            .mapToObj(i -> "c" + i + " " + TYPES.get(i))
            .collect(Collectors.joining(", "));
    fixture.run(
        "CREATE TABLE a (id INT, " + columns + ")", "CREATE TABLE b (id INT, " + columns + ")");
    int rows = 200 + random.nextInt(200);
    Function<Integer, String> row =
        id ->
            TYPES.stream()
                .map(type -> value(type, random))
                .collect(Collectors.joining(", ", "(" + id + ", ", ")"));
    fixture.run(
        "INSERT INTO a VALUES "
            + IntStream.range(0, rows).boxed().map(row).collect(Collectors.joining(", ")));
    copyDataFiles();
    fixture.run("LOAD DATA INFILE '" + input + "' INTO TABLE b");
    assertThat(fixture.rows("SELECT * FROM b ORDER BY id"))
        .hasSize(rows)
        .isEqualTo(fixture.rows("SELECT * FROM a ORDER BY id"));
  }

  private void copyDataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data/warehouse"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        Files.copy(file, input.resolve(file.getFileName()));
      }
    }
  }

  private static String value(String type, Random random) {
    if (random.nextInt(6) == 0) {
      return "NULL";
    }
    return switch (type.split("\\(")[0]) {
      case "BOOLEAN" -> String.valueOf(random.nextBoolean());
      case "TINYINT" -> String.valueOf((byte) random.nextInt());
      case "SMALLINT" -> String.valueOf((short) random.nextInt());
      case "INT" -> String.valueOf(random.nextInt());
      case "BIGINT" -> String.valueOf(random.nextLong() / 2);
      case "LARGEINT" -> String.valueOf(random.nextLong() / 3);
      case "FLOAT", "DOUBLE" -> String.valueOf(random.nextInt(1000) / 8.0);
      case "DECIMAL" -> String.valueOf((random.nextInt(2_000_000) - 1_000_000) / 100.0);
      case "DATE" -> "'" + java.time.LocalDate.ofEpochDay(random.nextInt(40_000)) + "'";
      case "DATETIME" ->
          "'2020-01-02 03:04:" + (10 + random.nextInt(50)) + "." + random.nextInt(1_000_000) + "'";
      case "JSON" -> "'{\"k\": " + random.nextInt(50) + "}'";
      default -> "'" + "täxt".repeat(random.nextInt(4)) + random.nextInt(20) + "'";
    };
  }
}
