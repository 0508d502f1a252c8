package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;

/** LOAD DATA … OPTIONS (sql='…'): rows are what a query makes of the files. */
class LoadQueryTest {
  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() throws IOException {
    open("query_spill_limit", "1GB");
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (k INT NOT NULL, s VARCHAR(5), d DATETIME DEFAULT '2026-01-01 00:00:00')",
        "CREATE TABLE names (k INT, name STRING)",
        "INSERT INTO names VALUES (1, 'one'), (2, 'two')");
    file("t.csv", "k,s,d\n1,a,2026-02-01 00:00:00\n2,b,2026-02-02 00:00:00\n3,null,null\n");
    file("more.csv", "x,s,k\n10,long text,1\n20,b,2\n");
    file("bare.csv", "4,d,2026-02-04 00:00:00\n5,e,null\n");
    file("bars.csv", "k|s\n7|g\n");
    file("bad.csv", "k,s\n1,a\nno,b\n3,c\n");
    file("empty.csv", "");
    file("header.csv", "k,s,d\n");
    file("nameless.csv", "k,,d\n1,2,3\n");
    file("twice.csv", "k,K\n1,2\n");
    Files.createDirectories(directory.resolve("in/parts"));
    file("parts/1.csv", "k,s\n1,a\n");
    file("parts/2.csv", "k,s\n2,b\n");
    Files.createDirectories(directory.resolve("in/unlike"));
    file("unlike/1.csv", "k,s\n1,a\n");
    file("unlike/2.csv", "k,v\n2,b\n");
  }

  private void open(String setting, String value) {
    fixture =
        new SessionFixture(
            directory.resolve("data"),
            Settings.of(
                Map.of(
                    "load_file_dirs", directory.toString(), setting, value, "load_workers", "2")));
    fixture.plimsoll.beginJobs(log -> "http://here/" + log);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(scanFiles()).isEmpty();
    fixture.close();
  }

  private void file(String name, String text) throws IOException {
    Path file = directory.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What queries read from elsewhere lies in such files meanwhile. */
  private List<Path> scanFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("scan-")).toList();
    }
  }

  private String load(String file, String options, String query) {
    return "LOAD DATA INFILE '"
        + directory.resolve("in").resolve(file)
        + "' INTO TABLE t OPTIONS ("
        + (options.isEmpty() ? "" : options + ", ")
        + "sql='"
        + query.replace("'", "''")
        + "')";
  }

  private String rows() {
    return fixture.rows("SELECT k, s, date_format(d, '%m-%d') FROM t ORDER BY k").toString();
  }

  private void assertFails(ErrorCode code, String message, String statement) {
    assertThatThrownBy(() -> fixture.session.execute(statement).close())
        .isInstanceOfSatisfying(
            PlimsollException.class,
            failure -> {
              assertThat(failure.getMessage()).contains(message);
              assertThat(failure.code()).isEqualTo(code);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          t.csv        !                       ! SELECT * FROM file                               ! [[1, a, 02-01], [2, b, 02-02], [3, NULL, NULL]]
          t.csv        !                       ! SELECT * FROM file WHERE k > 1 AND s IS NOT NULL ! [[2, b, 02-02]]
          t.csv        !                       ! SELECT k FROM file WHERE k = 2 ;                 ! [[2, NULL, 01-01]]
          t.csv        !                       ! SELECT s, k FROM file WHERE k = 1                ! [[1, a, 01-01]]
          t.csv        !                       ! SELECT K AS k, 'x' AS S FROM file LIMIT 1        ! [[1, x, 01-01]]
          t.csv        !                       ! SELECT max(k) AS k, count(*) AS s FROM file      ! [[3, 3, 01-01]]
          t.csv        !                       ! SELECT f.k, n.name AS s FROM file f JOIN names n ON n.k = f.k ! [[1, one, 01-01], [2, two, 01-01]]
          t.csv        !                       ! WITH w AS (SELECT k FROM file) SELECT k + 10 AS k FROM w WHERE k IN (SELECT k FROM file WHERE s = 'a') ! [[11, NULL, 01-01]]
          t.csv        !                       ! SELECT k FROM file UNION SELECT k + 1 AS k FROM demo.file ! [[1, NULL, 01-01], [2, NULL, 01-01], [3, NULL, 01-01], [4, NULL, 01-01]]
          t.csv        !                       ! SELECT 7 AS k                                    ! [[7, NULL, 01-01]]
          t.csv        !                       ! SELECT k, (SELECT count(*) FROM information_schema.tables WHERE table_name = 'names') AS s FROM file WHERE k = 1 ! [[1, 1, 01-01]]
          more.csv     !                       ! SELECT k, substr(s, 1, 4) AS s FROM file         ! [[1, long, 01-01], [2, b, 01-01]]
          more.csv     !                       ! SELECT CAST(x AS INT) / 10 AS k FROM file        ! [[1, NULL, 01-01], [2, NULL, 01-01]]
          more.csv     ! header='names'        ! SELECT CAST(x AS INT) AS k FROM file             ! [[10, NULL, 01-01], [20, NULL, 01-01]]
          more.csv     ! header='skip'         ! SELECT k FROM file                               ! [[10, NULL, 01-01], [20, NULL, 01-01]]
          bare.csv     ! header=false          ! SELECT k, d FROM file WHERE s = 'd'              ! [[4, NULL, 02-04]]
          bars.csv     ! delimiter='|'         ! SELECT * FROM file                               ! [[7, g, 01-01]]
          parts/       !                       ! SELECT * FROM file WHERE k = 2                   ! [[2, b, 01-01]]
          parts/*.csv  ! thread=1              ! SELECT sum(k) AS k FROM file                     ! [[3, NULL, 01-01]]
          empty.csv    !                       ! SELECT * FROM file                               ! []
          header.csv   !                       ! SELECT * FROM file                               ! []
          header.csv   !                       ! SELECT count(*) AS k FROM file                   ! [[0, NULL, 01-01]]
          t.csv        ! sql=''                !                                                  ! [[1, a, 02-01], [2, b, 02-02], [3, NULL, NULL]]
          """)
  void rowsAreWhatTheQueryMakesOfTheFile(
      String file, String options, String query, String expected) {
    String given = options == null ? "" : options;
    String statement =
        query == null
            ? "LOAD DATA INFILE '"
                + directory.resolve("in").resolve(file)
                + "' INTO TABLE t OPTIONS ("
                + given
                + ")"
            : load(file, given, query);
    fixture.run(statement);
    assertThat(rows()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          t.csv   !                    ! SELEC * FROM file            ! SYNTAX         ! option sql: line 1:1: Expected SELECT, WITH or VALUES, found 'SELEC'.
          t.csv   !                    ! SELECT k FROM file; SELECT 1 ! SYNTAX         ! option sql: line 1:
          t.csv   !                    ! SELECT k FROM file; DROP TABLE t ! SYNTAX     ! option sql: line 1:
          t.csv   !                    ! SELECT k FROM file INTO OUTFILE 'x' ! SYNTAX  ! option sql: line 1:
          more.csv !                   ! SELECT * FROM file           ! UNKNOWN_COLUMN ! Unknown column 'x' in demo.t
          t.csv   !                    ! SELECT k FROM file WHERE sum(k) > 1 ! BAD_QUERY ! option sql: line 1:
          t.csv   !                    ! DELETE FROM file             ! SYNTAX         ! option sql: line 1:1
          t.csv   !                    ! SELECT nope AS k FROM file   ! UNKNOWN_COLUMN ! option sql: line 1:8: Unknown column 'nope' in demo.file.
          t.csv   !                    ! SELECT k FROM fil            ! UNKNOWN_TABLE  ! Did you mean 'file'?
          t.csv   !                    ! SELECT k FROM FILE           ! UNKNOWN_TABLE  ! Did you mean 'file'?
          t.csv   !                    ! SELECT k, s AS v FROM file   ! UNKNOWN_COLUMN ! Unknown column 'v' in demo.t
          t.csv   !                    ! SELECT k, k + 1 FROM file    ! UNKNOWN_COLUMN ! Unknown column 'k + 1' in demo.t
          t.csv   !                    ! SELECT k, s AS k FROM file   ! DUPLICATE_COLUMN ! Duplicate column 'k'
          t.csv   !                    ! SELECT s FROM file           ! NO_DEFAULT     ! Column has no default value. column: k
          t.csv   !                    ! SELECT nofunction(k) AS k FROM file ! UNKNOWN_FUNCTION ! option sql: line 1:8
          t.csv   !                    ! SELECT k FROM other.file     ! UNKNOWN_DATABASE ! other
          t.csv   ! header='skip'      ! SELECT k, s FROM file WHERE k IS NULL OR k = 'x' ! QUERY_FAILED ! x
          more.csv ! header='skip'     ! SELECT x AS k FROM file      ! UNKNOWN_COLUMN ! Unknown column 'x' in demo.file.
          t.csv   ! deep_copy=false    ! SELECT * FROM file           ! BAD_OPTION     ! Option sql makes rows of the files', and a link shows the files as they are: leave it out
          t.csv   ! mode='upsert'      ! SELECT * FROM file           ! BAD_OPTION     ! Option mode is 'upsert'
          none.csv !                   ! SELECT * FROM file           ! FILE_NOT_FOUND ! none.csv
          nameless.csv !               ! SELECT k FROM file           ! HEADER_MISMATCH ! Field 2 of the header has no name
          twice.csv !                  ! SELECT k FROM file           ! HEADER_MISMATCH ! twice
          unlike/ !                    ! SELECT k FROM file           ! HEADER_MISMATCH ! unlike/2.csv
          t.csv   ! format='parquet'   ! SELECT k FROM file           ! BAD_PARQUET    ! t.csv
          """)
  void whatCannotBeIsSaidAndLoadsNothing(
      String file, String options, String query, ErrorCode code, String message) {
    assertFails(code, message, load(file, options == null ? "" : options, query));
    assertThat(rows()).isEqualTo("[]");
  }

  @Test
  void clausesOfMySqlHaveNoPlaceBesideIt() {
    assertFails(
        ErrorCode.BAD_OPTION,
        "Option sql has no place beside MySQL's clauses",
        load("t.csv", "", "SELECT k FROM file") + " FIELDS TERMINATED BY ','");
  }

  /** A value that does not convert is NULL or makes its row bad, in the file as in the result. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          bad_values='reject', max_filter_ratio=0.5 ! SELECT * FROM file                      ! [1, 3]       ! bad.csv:3
          bad_values='reject', max_filter_ratio=0.5 ! SELECT * FROM file WHERE k = 3          ! [3]          ! bad.csv:3
          bad_values='reject', max_error_number=1, max_filter_ratio=1 ! SELECT k FROM file    ! [1, 3]       ! bad.csv:3
          max_filter_ratio=0.5                      ! SELECT * FROM file                      ! [1, 3]       ! query:2
          max_filter_ratio=0.5                      ! SELECT * FROM file WHERE k IS NOT NULL  ! [1, 3]       !
          max_filter_ratio=0.5                      ! SELECT CASE WHEN k IS NULL THEN 9 ELSE k END AS k FROM file ! [1, 3, 9] !
          max_filter_ratio=0.5                      ! SELECT coalesce(k, 9) AS k, concat(s, '-----') AS s FROM file WHERE k = 1 OR k = 3 ! ! TOO_MANY_FILTERED
          max_filter_ratio=0.5, bad_values='reject' ! SELECT k, if(k = 1, 'too long', s) AS s FROM file ! ! TOO_MANY_FILTERED
          max_filter_ratio=0.7, bad_values='reject' ! SELECT k, if(k = 1, 'too long', s) AS s FROM file ! [3] ! bad.csv:3 query:1
          bad_values='reject'                       ! SELECT * FROM file                      !              ! TOO_MANY_FILTERED
          bad_values='abort'                        ! SELECT * FROM file WHERE k = 1          !              ! BAD_ROW
          bad_values='reject', max_filter_ratio=1, max_error_number=0 ! SELECT k FROM file    !              ! TOO_MANY_FILTERED
          """)
  void badRowsOfFileAndResultAreTheLoads(
      String options, String query, String keys, String rejected) {
    String statement = load("bad.csv", options, query);
    if (keys == null) {
      assertFails(ErrorCode.valueOf(rejected), "", statement);
      assertThat(rows()).isEqualTo("[]");
      return;
    }
    StatementResult.Done done = fixture.done(statement);
    assertThat(fixture.rows("SELECT k FROM t ORDER BY k").stream().map(row -> row.get(0)).toList())
        .hasToString(keys);
    String places =
        fixture
            .rows("SELECT source, line FROM information_schema.rejected_rows ORDER BY 1, 2")
            .stream()
            .map(row -> row.get(0).substring(row.get(0).lastIndexOf('/') + 1) + ":" + row.get(1))
            .collect(Collectors.joining(" "));
    assertThat(places).isEqualTo(rejected == null ? "" : rejected);
    long bad = rejected == null ? 0 : rejected.split(" ").length;
    assertThat(done.warningCount()).isGreaterThanOrEqualTo(bad);
  }

  @Test
  void whatWasLetPassIsSaid() {
    StatementResult.Done done =
        fixture.done(load("bad.csv", "", "SELECT k FROM file WHERE k IS NOT NULL"));
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(String.join(" ", done.warnings())).contains("k", "NULL");
  }

  @Test
  void rejectedRowsAreNotReplayed() {
    fixture.run(load("bad.csv", "bad_values='reject', max_filter_ratio=1", "SELECT k FROM file"));
    String label =
        fixture
            .rows("SELECT label FROM information_schema.loads ORDER BY id DESC LIMIT 1")
            .get(0)
            .get(0);
    assertFails(
        ErrorCode.REFUSED, "they cannot be read as input", "REPLAY REJECTS OF `" + label + "`");
  }

  /** Every type, as text and in Parquet. */
  @Test
  void queryOfEverythingLoadsWhatTheLoadWithoutItDoes() throws IOException {
    String columns =
        "(b BOOLEAN, ti TINYINT, si SMALLINT, i INT, bi BIGINT, li LARGEINT, f FLOAT, d DOUBLE,"
            + " de DECIMAL(20, 3), da DATE, dt DATETIME, c CHAR(3), v VARCHAR(9), s STRING,"
            + " vb VARBINARY, j JSON, a ARRAY<INT>, m MAP<STRING, INT>, st STRUCT<x INT, y STRING>)";
    String row =
        "true|-128|-32768|2147483647|-9223372036854775808|99999999999999999999999999999999999999"
            + "|1.5|0.1|12345678901234567.125|0000-01-01|9999-12-31 23:59:59.999999|é|a\\b|\"\"|abc"
            + "|{\"k\": [1, null]}|[1, null]|{\"k\": 1}|{\"x\": 1, \"y\": \"z\"}";
    file("every.bars", row + "\n" + String.join("|", Collections.nCopies(19, "null")) + "\n");
    fixture.run(
        "CREATE TABLE every " + columns,
        "CREATE TABLE plain " + columns,
        "CREATE TABLE asked " + columns,
        "LOAD DATA INFILE '"
            + directory.resolve("in/every.bars")
            + "' INTO TABLE every OPTIONS (delimiter='|', header=false)");
    for (String format : new String[] {"csv", "parquet"}) {
      String path = directory.resolve("in/every." + format).toString();
      fixture.run("SELECT * FROM every INTO OUTFILE '" + path + "'");
      String load = "LOAD DATA INFILE '" + path + "' INTO TABLE %s OPTIONS (mode='overwrite'%s)";
      fixture.run(
          String.format(load, "plain", ""),
          String.format(load, "asked", ", sql='SELECT * FROM file'"));
      List<List<String>> rows = fixture.rows("SELECT * FROM plain ORDER BY i");
      assertThat(rows).hasSize(2);
      assertThat(rows.get(1)).doesNotContain("NULL");
      assertThat(fixture.rows("SELECT * FROM asked ORDER BY i")).as(format).isEqualTo(rows);
    }
  }

  // ---- Parquet

  private void parquet(String name, String columns, String values) {
    fixture.run(
        "CREATE TABLE source (" + columns + ")",
        "INSERT INTO source VALUES " + values,
        "SELECT * FROM source INTO OUTFILE '"
            + directory.resolve("in").resolve(name)
            + "' OPTIONS(format='parquet')",
        "DROP TABLE source");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          k BIGINT, v STRING          ! (4000000000, 'a'), (7, 'b')          ! SELECT CAST(k / 1000000000 AS INT) AS k, v AS s FROM file WHERE k > 10 ! [[4, a, 01-01]]
          K INT, s STRING, d DATETIME ! (1, 'a', '2026-03-01 00:00:00')      ! SELECT * FROM file                      ! [[1, a, 03-01]]
          k INT, d BIGINT             ! (1, 1772323200000)                   ! SELECT * FROM file                      ! [[1, NULL, 03-01]]
          k INT, d DATE               ! (1, '2026-03-01')                    ! SELECT k, d FROM file                   ! [[1, NULL, 03-01]]
          k INT, e BIGINT             ! (1, 1772323200)                      ! SELECT k, from_unixtime(e) AS d FROM file ! [[1, NULL, 03-01]]
          k INT, b BIGINT             ! (1, 7)                               ! SELECT k, b AS d FROM file              ! [[1, NULL, NULL]]
          x DOUBLE, n DECIMAL(10, 2)  ! (1.5, 2.50)                          ! SELECT CAST(x + n AS INT) AS k, CAST(n AS CHAR) AS s FROM file ! [[4, 2.50, 01-01]]
          """)
  void parquetHasItsOwnColumnsAndTypes(
      String columns, String values, String query, String expected) {
    parquet("x.parquet", columns, values);
    fixture.run(load("x.parquet", "", query));
    assertThat(rows()).isEqualTo(expected);
  }

  @Test
  void filesOfDifferentColumnsAreOneTable() {
    parquet("p1.parquet", "k INT, s STRING", "(1, 'a')");
    parquet("p2.parquet", "K BIGINT, u STRING", "(5000000000, 'b')");
    fixture.run(
        load(
            "p*.parquet",
            "",
            "SELECT CAST(k % 1000 + 1 AS INT) AS k, coalesce(s, u) AS s FROM file"));
    assertThat(rows()).isEqualTo("[[1, b, 01-01], [2, a, 01-01]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          k INT           ! (1)       ! k STRING      ! ('x')    ! SELECT k FROM file    ! HEADER_MISMATCH ! is STRING, but INT in the files before it
          k INT           ! (1)       ! d DATETIME    ! ('2026-01-01 00:00:00') ! SELECT d AS k, k AS d, x FROM file ! UNKNOWN_COLUMN ! Unknown column 'x' in demo.file
          d DATE          ! ('2026-01-01') ! d DATETIME ! ('2026-01-01 00:00:00') ! SELECT 1 AS k FROM file ! HEADER_MISMATCH ! Column 'd' of
          """)
  void parquetThatCannotBeOneTableIsRefused(
      String columns,
      String values,
      String otherColumns,
      String otherValues,
      String query,
      ErrorCode code,
      String message) {
    parquet("p1.parquet", columns, values);
    parquet("p2.parquet", otherColumns, otherValues);
    assertFails(code, message, load("p*.parquet", "", query));
    assertThat(rows()).isEqualTo("[]");
  }

  // ---- where the rows go

  @Test
  void modesAreThoseOfALoad() {
    fixture.run(load("t.csv", "", "SELECT * FROM file WHERE k = 1"));
    assertFails(
        ErrorCode.TABLE_NOT_EMPTY,
        "mode is error_if_exists",
        load("t.csv", "", "SELECT * FROM file WHERE k = 2"));
    fixture.run(load("t.csv", "mode='append'", "SELECT * FROM file WHERE k = 2"));
    assertThat(rows()).isEqualTo("[[1, a, 02-01], [2, b, 02-02]]");
    fixture.run(load("t.csv", "mode='overwrite'", "SELECT k + 10 AS k FROM file"));
    assertThat(rows()).isEqualTo("[[11, NULL, 01-01], [12, NULL, 01-01], [13, NULL, 01-01]]");
    fixture.run(load("t.csv", "mode='overwrite'", "SELECT k FROM file WHERE k > 100"));
    assertThat(rows()).isEqualTo("[]");
  }

  @Test
  void rowsGoOnlineToo() {
    String offline = load("t.csv", "", "SELECT * FROM file WHERE k < 3");
    fixture.run(
        "CREATE TABLE o (k INT, s STRING, d DATETIME, INDEX(KEY=k, TS=d))",
        "SET execute_mode = 'online'",
        offline.replace("TABLE t", "TABLE o"));
    assertThat(fixture.rows("SELECT k, s FROM o ORDER BY k").toString())
        .isEqualTo("[[1, a], [2, b]]");
    StatementResult.Done again =
        fixture.done(
            load("t.csv", "put_if_absent=true", "SELECT * FROM file WHERE d IS NOT NULL")
                .replace("TABLE t", "TABLE o"));
    assertThat(again.affectedRows()).isZero();
    fixture.run(
        load("t.csv", "target='both'", "SELECT k + 10 AS k, s, d FROM file WHERE k = 1")
            .replace("TABLE t", "TABLE o"));
    assertThat(fixture.rows("SELECT k FROM o ORDER BY k").toString()).isEqualTo("[[1], [2], [11]]");
    fixture.run("SET execute_mode = 'offline'");
    assertThat(fixture.rows("SELECT k, s FROM o").toString()).isEqualTo("[[11, a]]");
  }

  @Test
  void itIsOneLoadWithItsLabel() {
    fixture.run(load("t.csv", "", "SELECT count(*) AS k FROM file"));
    List<List<String>> loads =
        fixture.rows(
            "SELECT state, type, sink_rows, scan_bytes, runtime_details FROM"
                + " information_schema.loads WHERE type = 'LOAD_DATA'");
    assertThat(loads).hasSize(1);
    assertThat(loads.get(0).subList(0, 4)).containsExactly("FINISHED", "LOAD_DATA", "1", "66");
    assertThat(loads.get(0).get(4)).contains("t.csv").doesNotContain("\"digest\":null");
  }

  @Test
  void withoutADatabaseTheTablesIsMeant() {
    SqlSession session = fixture.newSession();
    session
        .execute(load("t.csv", "", "SELECT k FROM file").replace("TABLE t", "TABLE demo.t"))
        .close();
    assertThat(rows()).isEqualTo("[[1, NULL, 01-01], [2, NULL, 01-01], [3, NULL, 01-01]]");
  }

  @Test
  void fileHidesATableOfThatName() {
    fixture.run("CREATE TABLE file (k INT)", "INSERT INTO file VALUES (9)");
    fixture.run(load("t.csv", "", "SELECT k FROM file WHERE k = 1"));
    assertThat(rows()).isEqualTo("[[1, NULL, 01-01]]");
    assertThat(fixture.rows("SELECT k FROM file").toString()).isEqualTo("[[9]]");
  }

  @Test
  void tablesThatShowFilesCanBeJoined() {
    fixture.run(
        "CREATE TABLE link (k INT, s STRING)",
        load("parts/*.csv", "deep_copy=false", "")
            .replace(", sql=''", "")
            .replace("TABLE t", "TABLE link"));
    fixture.run(load("t.csv", "", "SELECT f.k, l.s FROM file f JOIN link l ON l.k = f.k"));
    assertThat(rows()).isEqualTo("[[1, a, 01-01], [2, b, 01-01]]");
  }

  // ---- who may

  @Test
  void rightsAreThoseOfALoadAndSelectOnOtherTables() {
    fixture.run(
        "CREATE USER ann", "GRANT FILE ON *.* TO USER ann", "GRANT INSERT ON demo.t TO USER ann");
    SqlSession ann = new SqlSession(fixture.services, new UserName("ann", "%"), "10.0.0.1");
    ann.execute("USE demo").close();
    ann.execute(load("t.csv", "mode='append'", "SELECT k FROM file WHERE k = 1")).close();
    String joined =
        load("t.csv", "mode='append'", "SELECT f.k FROM file f JOIN names n ON n.k = f.k");
    assertThatThrownBy(() -> ann.execute(joined).close())
        .isInstanceOfSatisfying(
            PlimsollException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
        .hasMessageContaining("SELECT");
    fixture.run("GRANT SELECT ON demo.names TO USER ann");
    ann.execute(joined).close();
    fixture.run("REVOKE INSERT ON demo.t FROM USER ann");
    assertThatThrownBy(() -> ann.execute(joined).close())
        .isInstanceOfSatisfying(
            PlimsollException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
    assertThat(fixture.rows("SELECT count(*) FROM t").toString()).isEqualTo("[[3]]");
  }

  // ---- a client's file

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          LOCAL INFILE 'x' ! mode='append'      ! k,s\\n1,a\\n2,b\\n ! SELECT * FROM file WHERE k = 2 ! [[2, b, 01-01]]
          INFILE 'x'       ! load_mode='local'  ! k,s\\n1,a\\n2,b\\n ! SELECT * FROM file WHERE k = 2 ! [[2, b, 01-01]]
          INFILE 'x'       ! load_mode='local'  ! k,s\\n1,a\\nz,b\\n ! SELECT * FROM file WHERE k = 1 ! []
          LOCAL INFILE 'x' ! mode='append'      ! k,s\\n1,a\\n       ! SELECT z AS k FROM file        ! []
          LOCAL INFILE 'x' ! mode='append'      !                    ! SELECT k FROM file             ! []
          """)
  void clientsFileIsAskedToo(
      String place, String options, String sent, String query, String expected) {
    byte[] bytes =
        sent == null ? new byte[0] : sent.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    List<String> asked = new ArrayList<>();
    ClientFiles files =
        path -> {
          asked.add(path);
          return new ByteArrayInputStream(bytes);
        };
    Client client = new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, files);
    SqlSession session = new SqlSession(fixture.services, client);
    session.execute("USE demo").close();
    try {
      session
          .execute(
              "LOAD DATA " + place + " INTO TABLE t OPTIONS (" + options + ", sql='" + query + "')")
          .close();
    } catch (PlimsollException e) {
      assertThat(e.code()).isIn(ErrorCode.BAD_ROW, ErrorCode.UNKNOWN_COLUMN);
    }
    assertThat(asked).containsExactly("x");
    assertThat(rows()).isEqualTo(expected);
  }

  // ---- limits, and what stops it

  private static final String ENDLESS = // more rows than anybody waits for
      "SELECT max(a.k) AS k FROM file a, file b, file c, file d, file e, file f, file g, file h";

  private void big(int rows) throws IOException {
    file(
        "big.csv",
        IntStream.range(0, rows)
            .mapToObj(i -> i + ",x" + i % 1000)
            .collect(Collectors.joining("\n", "k,s\n", "\n")));
  }

  private void reopen(String setting, String value) throws IOException {
    close();
    open(setting, value);
    fixture.run("USE demo");
  }

  private void assertNothingLeft() throws IOException {
    assertThat(scanFiles()).isEmpty();
    assertThat(fixture.other().rows("SELECT count(*) FROM demo.t").toString()).isEqualTo("[[0]]");
    assertThat(fixture.services.loads().running().all()).isEmpty();
  }

  @Test
  void workersShareTheReadingInWhateverMemoryThereIs() throws IOException {
    reopen("load_process_max_memory_limit_bytes", "1MB");
    big(300_000);
    fixture.run(
        load("big.csv", "", "SELECT k, s FROM file WHERE k % 2 = 0"),
        load("big.csv", "mode='append', thread=1", "SELECT k, s FROM file WHERE k % 2 = 1"));
    assertThat(fixture.rows("SELECT count(*), count(DISTINCT k), max(s) FROM t").toString())
        .isEqualTo("[[300000, 300000, x999]]");
  }

  @Test
  void rowsThatTakeTooMuchRoomAreNotLoaded() throws IOException {
    reopen("query_spill_limit", "0MB");
    assertFails(
        ErrorCode.REFUSED,
        "t.csv take more than query_spill_limit here.",
        load("t.csv", "", "SELECT k FROM file"));
    assertNothingLeft();
  }

  /** Rows are written when there are many, or at the end, where the limit counts too. */
  @Test
  void limitThatIsMetAtTheEndLeavesNothing() throws IOException {
    reopen("query_spill_limit", "1KB");
    big(300_000);
    assertFails(
        ErrorCode.REFUSED,
        "big.csv take more than query_spill_limit here.",
        load("big.csv", "thread=1", "SELECT k, s FROM file"));
    assertNothingLeft();
  }

  @Test
  void loadThatTakesTooLongEnds() throws IOException {
    reopen("max_load_timeout_second", "2");
    big(1000);
    assertFails(ErrorCode.TIMED_OUT, "2", load("big.csv", "", ENDLESS));
    assertNothingLeft();
  }

  @Test
  void killStopsTheQuery() throws IOException {
    big(1000);
    assertKilled(fixture.newSession(), load("big.csv", "", ENDLESS), this::awaitScanFile);
  }

  @Test
  void killStopsTheReading() throws IOException {
    Numbers numbers = new Numbers();
    Client client =
        new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, path -> numbers);
    assertKilled(
        new SqlSession(fixture.services, client),
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t OPTIONS (header=false,"
            + " sql='SELECT k FROM file')",
        () -> awaitDown(numbers.read));
  }

  /** A file without end. */
  private static final class Numbers extends InputStream {
    private final CountDownLatch read = new CountDownLatch(100);

    @Override
    public int read() {
      return '\n';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      read.countDown();
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) (i % 2 == 0 ? '1' : '\n');
      }
      return length;
    }
  }

  /** A client that stops sending within the header. */
  @ParameterizedTest
  @ValueSource(strings = {"", ", sql='SELECT k FROM file'"})
  void killStopsTheSearchForAHeader(String query) throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    InputStream silent =
        new InputStream() {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public int read() throws IOException {
            asked.countDown();
            awaitDown(closed);
            throw new IOException("closed");
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    Client client =
        new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, path -> silent);
    assertKilled(
        new SqlSession(fixture.services, client),
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t OPTIONS (header='names'" + query + ")",
        () -> awaitDown(asked));
  }

  private static void awaitDown(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitScanFile() {
    try {
      for (int i = 0; i < 2_000 && scanFiles().isEmpty(); i++) {
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(scanFiles()).isNotEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertKilled(SqlSession session, String statement, Runnable begun)
      throws IOException {
    PlimsollException killed = ErrorCode.CANCELLED.with("It was killed.");
    session.execute("USE demo").close();
    session.beginCommand();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> session.executeAll(statement, true, (result, more) -> {}));
    begun.run();
    session.cancel(killed);
    assertThat(running)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isSameAs(killed);
    assertNothingLeft();
  }

  // ---- as a job

  private Job await(long id, JobState state) {
    Jobs jobs = fixture.plimsoll.metastore().jobs();
    for (int i = 0; i < 2_000 && jobs.find(id).orElseThrow().state() != state; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    Job job = jobs.find(id).orElseThrow();
    assertThat(job.state()).as(job.error()).isEqualTo(state);
    return job;
  }

  private long submit(String statement) {
    fixture.run("SET sync_job = false");
    return Long.parseLong(fixture.rows(statement).get(0).get(0));
  }

  @Test
  void jobLoadsWhatTheQueryGives() {
    await(submit(load("t.csv", "thread=9", "SELECT k FROM file WHERE k = 2")), JobState.FINISHED);
    assertThat(rows()).isEqualTo("[[2, NULL, 01-01]]");
    assertThat(fixture.rows("SHOW JOBLOG 1").toString())
        .contains("thread is 9; the load has 2 workers", "1 rows loaded");
  }

  @Test
  void wrongQueryIsSaidBeforeThereIsAJob() {
    fixture.run("SET sync_job = false");
    assertFails(
        ErrorCode.UNKNOWN_COLUMN, "option sql", load("t.csv", "", "SELECT nope AS k FROM file"));
    assertThat(fixture.rows("SHOW JOBS")).isEmpty();
  }

  @Test
  void stoppedJobLeavesNothing() throws IOException {
    big(1000);
    long id = submit(load("big.csv", "", ENDLESS));
    awaitScanFile();
    assertThat(fixture.rows("STOP JOB " + id).get(0).get(2)).isEqualTo("STOPPED");
    assertNothingLeft();
  }
}
