package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Tables that show files of others: LOAD DATA with deep_copy=false. */
class SoftLinkTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() throws IOException {
    reopen();
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (k INT, s STRING)");
    Files.createDirectories(files());
    file("one.csv", "k,s\n1,a\n2,b\n");
    file("two.csv", "k,s\n3,c\n");
    file("bars.csv", "k|s\n4|d\n");
    parquet("one.parquet", 5, 6);
    parquet("two.parquet", 7);
  }

  private void reopen() {
    fixture = new SessionFixture(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Path files() {
    return directory.resolve("files");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(files().resolve(name), text).toString();
  }

  private void parquet(String name, int... keys) {
    String rows =
        Stream.of(keys)
            .flatMapToInt(Arrays::stream)
            .mapToObj(key -> "(" + key + ", 'p" + key + "')")
            .collect(Collectors.joining(", "));
    fixture.run(
        "CREATE TABLE source (k INT, s STRING)",
        "INSERT INTO source VALUES " + rows,
        "SELECT * FROM source INTO OUTFILE '"
            + files().resolve(name)
            + "' OPTIONS(format='parquet')",
        "DROP TABLE source");
  }

  private String load(String name, String options) {
    return "LOAD DATA INFILE '" + files().resolve(name) + "' INTO TABLE t OPTIONS(" + options + ")";
  }

  private String keys() {
    return fixture.rows("SELECT k FROM t ORDER BY k").stream()
        .map(row -> row.get(0))
        .collect(Collectors.joining(" "));
  }

  /** OpenMLDB's states: nothing; rows of its own; links of CSV, of Parquet; both. */
  private void makeState(String state) {
    switch (state) {
      case "N" -> {}
      case "H" -> fixture.run(load("one.csv", "mode='append'"));
      case "S csv" -> fixture.run(load("one.csv", "mode='append', deep_copy=false"));
      case "S parquet" -> fixture.run(load("one.parquet", "mode='append', deep_copy=false"));
      case "HS" ->
          fixture.run(
              load("one.csv", "mode='append'"),
              load("one.parquet", "mode='append', deep_copy=false"));
      default -> throw new IllegalArgumentException(state);
    }
  }

  /** Reference 6.3 row by row; its two defects are none here (leftover files, stale options). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          N         | error_if_exists | true  | two.csv     | 3               |
          N         | append          | true  | two.csv     | 3               |
          N         | overwrite       | true  | two.csv     | 3               |
          N         | error_if_exists | false | two.csv     | 3               |
          N         | append          | false | two.csv     | 3               |
          N         | overwrite       | false | two.parquet | 7               |
          H         | error_if_exists | true  | two.csv     | 1 2             | TABLE_NOT_EMPTY
          H         | error_if_exists | false | two.csv     | 1 2             | TABLE_NOT_EMPTY
          H         | append          | true  | two.csv     | 1 2 3           |
          H         | overwrite       | true  | two.csv     | 3               |
          H         | append          | false | two.parquet | 1 2 7           |
          H         | append          | false | two.csv     | 1 2             | LINK_MISMATCH
          H         | overwrite       | false | two.csv     | 3               |
          H         | overwrite       | false | two.parquet | 7               |
          S csv     | error_if_exists | true  | two.csv     | 1 2             | TABLE_NOT_EMPTY
          S csv     | error_if_exists | false | two.csv     | 1 2             | TABLE_NOT_EMPTY
          S parquet | append          | true  | two.csv     | 3 5 6           |
          S csv     | append          | true  | two.csv     | 1 2             | LINK_MISMATCH
          S csv     | append          | true  | two.parquet | 1 2             | LINK_MISMATCH
          S csv     | overwrite       | true  | two.csv     | 3               |
          S parquet | overwrite       | true  | two.csv     | 3               |
          S csv     | append          | false | two.csv     | 1 2 3           |
          S csv     | append          | false | one.csv     | 1 2             |
          S parquet | append          | false | two.parquet | 5 6 7           |
          S csv     | append          | false | bars.csv    | 1 2             | LINK_MISMATCH
          S csv     | append          | false | two.parquet | 1 2             | LINK_MISMATCH
          S parquet | append          | false | two.csv     | 5 6             | LINK_MISMATCH
          S csv     | overwrite       | false | bars.csv    | 4               |
          S csv     | overwrite       | false | two.parquet | 7               |
          HS        | error_if_exists | true  | two.csv     | 1 2 5 6         | TABLE_NOT_EMPTY
          HS        | error_if_exists | false | two.parquet | 1 2 5 6         | TABLE_NOT_EMPTY
          HS        | append          | true  | two.csv     | 1 2 3 5 6       |
          HS        | append          | false | two.parquet | 1 2 5 6 7       |
          HS        | append          | false | two.csv     | 1 2 5 6         | LINK_MISMATCH
          HS        | overwrite       | true  | two.csv     | 3               |
          HS        | overwrite       | false | two.csv     | 3               |
          """)
  void modesOfTheTruthTable(
      String state, String mode, String deepCopy, String source, String keys, ErrorCode failure) {
    makeState(state);
    String delimiter = source.equals("bars.csv") ? ", delimiter='|'" : "";
    String statement = load(source, "mode='" + mode + "', deep_copy=" + deepCopy + delimiter);
    if (failure == null) {
      fixture.run(statement);
    } else {
      assertFails(failure, statement);
    }
    assertThat(keys()).isEqualTo(keys);
    fixture.close();
    reopen();
    fixture.run("USE demo");
    assertThat(keys()).isEqualTo(keys);
  }

  private void assertFails(ErrorCode code, String statement) {
    assertThatThrownBy(() -> fixture.run(statement))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void afterASoftOverwriteNoOptionOfEarlierLinksIsLeft() throws IOException {
    fixture.run(
        load("bars.csv", "delimiter='|', deep_copy=false"),
        load("two.parquet", "mode='overwrite', deep_copy=false"),
        load("one.csv", "mode='append'")); // refused where stale options stay
    assertThat(keys()).isEqualTo("1 2 7");
  }

  @Test
  void filesAreReadAsTheyAreAtEachQuery() throws IOException {
    fixture.run("LOAD DATA INFILE '" + files() + "/o*.csv' INTO TABLE t OPTIONS(deep_copy=false)");
    assertThat(keys()).isEqualTo("1 2");
    file("one.csv", "k,s\n8,x\n");
    file("other.csv", "k,s\n9,y\n");
    assertThat(keys()).isEqualTo("8 9");
    Files.delete(files().resolve("one.csv"));
    Files.delete(files().resolve("other.csv"));
    assertFails(ErrorCode.FILE_NOT_FOUND, "SELECT * FROM t");
    file("one.csv", "k,s\n8,x\n");
    assertThat(keys()).isEqualTo("8");
  }

  @Test
  void valuesReadAsALoadWouldReadThem() throws IOException {
    file("ugly.csv", "k;s\n1;\"a;b\"\nx;NA\n3\n4;d;e\n");
    String options = "delimiter=';', null_value='NA'";
    fixture.run(load("ugly.csv", options + ", deep_copy=false"));
    List<List<String>> linked = fixture.rows("SELECT * FROM t");
    fixture.run(load("ugly.csv", options + ", mode='overwrite'"));
    assertThat(fixture.rows("SELECT * FROM t")).isEqualTo(linked).hasSize(4);
  }

  @Test
  void whatIsLetPassIsCountedWhereTheRowsGo() throws IOException {
    file("ugly.csv", "k,s\n1,a\nx,b\n3\n4,d,e\n");
    fixture.run(load("ugly.csv", "deep_copy=false"), "CREATE TABLE c (k INT, s STRING)");
    List<String> said =
        List.of(
            "column demo.t.k: 1 values did not convert, now NULL",
            "1 rows with too few fields were filled with NULL",
            "1 rows with too many fields were cut");
    for (String statement :
        List.of(
            "SELECT s FROM t",
            "INSERT INTO c SELECT * FROM t",
            "CREATE TABLE d AS SELECT * FROM t",
            "MATERIALIZE t")) {
      SqlSession session = fixture.newSession();
      session.use("demo");
      try (StatementResult result = session.execute(statement)) {
        assertThat(result.warnings()).as(statement).containsAll(said);
      }
    }
    assertThat(fixture.rows("SELECT COUNT(k), COUNT(*) FROM c")).containsExactly(List.of("3", "4"));
  }

  @Test
  void pathsAreKeptAbsolute() throws IOException {
    Path one = files().resolve("one.csv");
    String relative = Path.of("").toAbsolutePath().relativize(one).toString();
    for (String path : List.of(relative, one.toString(), "file://" + one, files() + "/./one.csv")) {
      fixture.run(
          "LOAD DATA INFILE '" + path + "' INTO TABLE t OPTIONS(deep_copy=false, mode='append')");
    }
    assertThat(keys()).isEqualTo("1 2");
    assertThat(fixture.rows("SELECT SYMBOLIC_PATHS FROM information_schema.offline_tables"))
        .containsExactly(List.of("[\"" + one + "\"]"));
    fixture.run("ALTER TABLE t DROP offline_path '" + relative + "'");
    assertThat(keys()).isEmpty();
  }

  @Test
  void badRowsAreSaidAndNotLeftOut() throws IOException {
    fixture.run("CREATE TABLE strict (k INT NOT NULL, s STRING)");
    String path = file("bad.csv", "k,s\n1,a\nx,b\n");
    fixture.run("LOAD DATA INFILE '" + path + "' INTO TABLE strict OPTIONS(deep_copy=false)");
    assertThatThrownBy(() -> fixture.rows("SELECT * FROM strict"))
        .hasMessageContaining(
            "demo.strict shows files by soft link, 1 rows of which cannot be read")
        .hasMessageContaining("bad.csv, line 3");
    assertThat(fixture.rows("SELECT 1")).hasSize(1);
  }

  @Test
  void rowsOfLinksCannotBeDeletedAndColumnsStay() {
    fixture.run(load("one.csv", "deep_copy=false"));
    assertFails(ErrorCode.LINK_MISMATCH, "DELETE FROM t WHERE k = 1");
    assertFails(ErrorCode.LINK_MISMATCH, "INSERT INTO t VALUES (9, 'z')");
    assertFails(ErrorCode.UNSUPPORTED, "ALTER TABLE t ADD COLUMN x INT");
    assertFails(ErrorCode.UNSUPPORTED, "ALTER TABLE t RENAME COLUMN s TO u");
    assertThat(keys()).isEqualTo("1 2");
    fixture.run("INSERT OVERWRITE t VALUES (9, 'z')");
    assertThat(keys()).isEqualTo("9");
    fixture.run("ALTER TABLE t ADD COLUMN x INT");
  }

  @Test
  void linksFollowARenameAndEndWithTruncateAndDrop() {
    fixture.run(load("one.csv", "deep_copy=false"), "ALTER TABLE t RENAME u");
    assertThat(fixture.rows("SELECT COUNT(*) FROM u")).isEqualTo(List.of(List.of("2")));
    fixture.run("TRUNCATE TABLE u");
    assertThat(fixture.rows("SELECT COUNT(*) FROM u")).isEqualTo(List.of(List.of("0")));
    fixture.run("DROP TABLE u");
    assertThat(files().resolve("one.csv")).exists();
  }

  @Test
  void aLinkIsALoadWithARecord() {
    fixture.run(load("one.csv", "deep_copy=false"));
    assertThat(
            fixture.rows(
                "SELECT STATE, TYPE FROM information_schema.loads WHERE DB_NAME = 'demo'"
                    + " ORDER BY JOB_ID DESC LIMIT 1"))
        .containsExactly(List.of("FINISHED", "LOAD_DATA"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          deep_copy=false, target='online'      | links are offline only
          deep_copy=false, target='both'        | links are offline only
          deep_copy=false, load_mode='local'    | a client sends the file
          deep_copy=false, max_error_number=3   | a link is read by each query
          deep_copy=false, load_mem_limit=99    | a link is read by each query
          deep_copy='maybe'                     | must be true or false
          """)
  void optionsThatALinkCannotHaveSayWhy(String options, String why) {
    assertThatThrownBy(() -> fixture.run(load("one.csv", options + ", mode='append'")))
        .hasMessageContaining(why);
  }

  @Test
  void pathsAreAddedAndDropped() {
    String one = files().resolve("one.parquet").toString();
    String two = files().resolve("two.parquet").toString();
    fixture.run("ALTER TABLE t ADD offline_path '" + one + "'");
    assertThat(keys()).isEqualTo("5 6");
    fixture.run("ALTER TABLE t DROP offline_path '" + one + "', ADD offline_path '" + two + "'");
    assertThat(keys()).isEqualTo("7");
    fixture.run(load("one.csv", "mode='append'"), "ALTER TABLE t ADD offline_path '" + one + "'");
    assertThat(keys()).isEqualTo("1 2 5 6 7");
    assertFails(ErrorCode.LINK_MISMATCH, "ALTER TABLE t ADD offline_path '" + one + "'");
    assertFails(ErrorCode.LINK_MISMATCH, "ALTER TABLE t DROP offline_path '/nowhere'");
    assertFails(ErrorCode.FILE_NOT_FOUND, "ALTER TABLE t ADD offline_path '/nowhere'");
    String csv = files().resolve("two.csv").toString();
    assertFails(ErrorCode.BAD_PARQUET, "ALTER TABLE t ADD offline_path '" + csv + "'");
    assertThat(keys()).isEqualTo("1 2 5 6 7");
    assertFails(
        ErrorCode.UNSUPPORTED, "ALTER TABLE t DROP offline_path '" + one + "', COMMENT 'x'");
    fixture.run("ALTER TABLE t DROP offline_path '" + one + "', DROP offline_path '" + two + "'");
    assertThat(keys()).isEqualTo("1 2");
    fixture.run("DELETE FROM t WHERE k = 1");
    assertThat(keys()).isEqualTo("2");
  }

  @Test
  void addedPathsAreReadAsThoseThatAreThere() {
    fixture.run(
        load("one.csv", "deep_copy=false"),
        "ALTER TABLE t ADD offline_path '" + files().resolve("two.csv") + "'");
    assertThat(keys()).isEqualTo("1 2 3");
  }

  @Test
  void linksAreShown() {
    fixture.run(load("bars.csv", "delimiter='|', bad_values='reject', deep_copy=false"));
    assertThat(fixture.rows("SELECT * FROM information_schema.offline_tables"))
        .containsExactly(
            List.of(
                "demo",
                "t",
                fixture
                    .rows("SELECT DATA_PATH FROM information_schema.offline_tables")
                    .get(0)
                    .get(0),
                "[\"" + files().resolve("bars.csv") + "\"]",
                "csv",
                "{\"bad_values\":\"reject\",\"column_separator\":\"|\",\"enclose\":\"\\\"\","
                    + "\"header\":\"skip\",\"null_value\":\"null\"}"));
    assertThat(fixture.rows("SHOW TABLE STATUS").get(0))
        .anyMatch(value -> value.contains("symbolic_paths=[\"" + files().resolve("bars.csv")));
  }

  @Test
  void columnsMadeOfOthersAreShownToo() throws IOException {
    fixture.run("CREATE TABLE nested (k INT, a ARRAY<INT>, m MAP<STRING, INT>, s STRUCT<x INT>)");
    file("nested.bars", "1|[1, null]|{\"k\": 2}|{\"x\": 3}\n2|null|null|null\n");
    fixture.run(
        load("nested.bars", "delimiter='|', header=false, deep_copy=false")
            .replace("TABLE t", "TABLE nested"));
    assertThat(fixture.rows("SELECT * FROM nested ORDER BY k"))
        .containsExactly(
            List.of("1", "[1,null]", "{\"k\":2}", "{\"x\":3}"),
            List.of("2", "NULL", "NULL", "NULL"));
  }

  @Test
  void queriesLeaveNoFileBehind() throws IOException {
    fixture.run(load("one.csv", "deep_copy=false"));
    keys();
    try (Stream<Path> left = Files.list(directory.resolve("data/spill-scans"))) {
      assertThat(left).isEmpty();
    }
  }
}
