package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** What INTO OUTFILE writes, what becomes of files that are there, and what is refused. */
class OutfileTest {
  @TempDir Path directory;
  private Path out;
  private SessionFixture sql;

  @BeforeEach
  void open() throws IOException {
    out = Files.createDirectory(directory.resolve("out"));
    sql = new SessionFixture(directory.resolve("data")).run("CREATE DATABASE d", "USE d");
    sql.run("CREATE TABLE t (a INT, b STRING)", "INSERT INTO t VALUES (1, 'x'), (2, NULL)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private String into(String file, String options) {
    return " INTO OUTFILE '" + out.resolve(file) + "' OPTIONS (" + options + ")";
  }

  private long rows(String query, String file, String options) {
    return sql.done(query + into(file, options)).affectedRows();
  }

  private PlimsollException failure(String query, String file, String options) {
    List<String> before = names();
    PlimsollException failure =
        catchThrowableOfType(PlimsollException.class, () -> sql.done(query + into(file, options)));
    assertThat(failure).as(query + into(file, options)).isNotNull();
    assertThat(names()).isEqualTo(before);
    return failure;
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String text(String file) throws IOException {
    return Files.readString(out.resolve(file));
  }

  private static final String ROWS = "SELECT a, b FROM t ORDER BY a";

  /** Lines are separated by {@code /}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT 1 AS a, 'x' AS b ! header=true ! a,b/1,x/
          SELECT 1 AS a, 'x' AS b ! HEADER='False' ! 1,x/
          SELECT 1 AS a, 'x' AS b ! header=false, delimiter='||' ! 1||x/
          SELECT 1 AS a, 'x' AS b ! header=false, Delimiter='\\\\t' ! 1\t\
          x/
          SELECT 'a,b' AS x, 'c"d' AS y ! header=false ! "a,b","c\\"d"/
          SELECT 'a,b' AS x, 'c"d' AS y ! header=false, quote_escape='' ! "a,b","c""d"/
          SELECT 'C:\\\\new' AS x, 'C:\\\\a,b' AS y ! header=false ! C:\\new,"C:\\\\a,b"/
          SELECT 'C:\\\\new' AS x, 'C:\\\\a,b' AS y ! header=false, quote_escape='' ! C:\\new,"C:\\a,b"/
          SELECT 'a,b' AS x, 'c''d' AS y ! header=false, quote='''' ! 'a,b','c\\'d'/
          SELECT 'a,b' AS x ! header=false, quote='', escape='\\\\' ! a\\,b/
          SELECT NULL AS x, '' AS y, 'null' AS z ! header=false ! null,"","null"/
          SELECT NULL AS x, '' AS y, 'null' AS z ! header=false, null_value='' ! ,"",null/
          SELECT NULL AS x, 'NA' AS y ! header=false, null_value='NA' ! NA,"NA"/
          SELECT 1.10E0 AS x, 0.1E0 + 0.2E0 AS y ! header=false ! 1.1,0.30000000000000004/
          SELECT TRUE AS x, DATE '2024-02-29' AS y ! header=false ! true,2024-02-29/
          SELECT CAST('2024-02-29 01:02:03.000004' AS DATETIME) AS x ! header=false ! 2024-02-29 01:02:03.000004/
          SELECT a, b FROM t WHERE a > 5 ! header=true ! a,b/
          SELECT a, b FROM t WHERE a > 5 ! header=false ! ``
          SELECT 1 AS `a,b` ! header=true ! "a,b"/1/
          """)
  void rowsAreWrittenAsTheOptionsSay(String query, String options, String expected)
      throws IOException {
    rows(query, "x.csv", options);
    assertThat(text("x.csv")).isEqualTo(expected.replace('/', '\n'));
    assertThat(names()).containsExactly("x.csv");
  }

  @Test
  void theAnswerIsTheNumberOfRows() {
    assertThat(rows(ROWS, "x.csv", "")).isEqualTo(2);
    assertThat(rows("SELECT 1", "y.csv", "")).isEqualTo(1);
    assertThat(rows("(SELECT a FROM t) UNION ALL (SELECT 7)", "z.csv", "")).isEqualTo(3);
    assertThat(rows(ROWS, "p.parquet", "")).isEqualTo(2);
  }

  @Test
  void aPathMayBeWrittenAsAUri() throws IOException {
    sql.done("SELECT 1 AS a INTO OUTFILE 'file://" + out + "/x'");
    assertThat(text("x")).isEqualTo("a\n1\n");
  }

  @Test
  void columnsOfAParquetFileAreCalledAsInTheQuery() {
    rows("SELECT count(*), 1 AS `my col`, 2 AS `1st`, 3 AS `a.b` FROM t", "x.parquet", "");
    sql.run("CREATE TABLE n (`count(*)` BIGINT, `my col` INT, `1st` INT, `a.b` INT)");
    sql.run("LOAD DATA INFILE '" + out.resolve("x.parquet") + "' INTO TABLE n");
    assertThat(sql.rows("SELECT * FROM n")).containsExactly(List.of("2", "1", "2", "3"));
  }

  // ---- files that are there

  @Test
  void aFileThatIsThereStaysUnlessSaid() throws IOException {
    Files.writeString(out.resolve("x"), "mine");
    for (String options : List.of("", "mode='error_if_exists'", "format='parquet'")) {
      assertThat(failure(ROWS, "x", options).code()).isEqualTo(ErrorCode.FILE_EXISTS);
      assertThat(text("x")).isEqualTo("mine");
    }
    rows(ROWS, "x", "mode='OverWrite'");
    assertThat(text("x")).isEqualTo("a,b\n1,x\n2,null\n");
  }

  @Test
  void overwritingKeepsThePermissions() throws IOException {
    Path file = Files.writeString(out.resolve("x"), "mine");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    rows(ROWS, "x", "mode='overwrite'");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void appendingWritesTheHeaderOnce() throws IOException {
    rows("SELECT 1 AS a", "x", "mode='append'");
    rows("SELECT 2 AS a", "x", "mode='append'");
    assertThat(rows("SELECT 3 AS a", "x", "mode='append', header=false")).isEqualTo(1);
    assertThat(text("x")).isEqualTo("a\n1\n2\n3\n");
  }

  @Test
  void appendingEndsALineThatOthersLeftOpen() throws IOException {
    Files.writeString(out.resolve("x"), "a\r\n1");
    rows("SELECT 2 AS a", "x", "mode='append'");
    assertThat(text("x")).isEqualTo("a\r\n1\n2\n");
    Files.writeString(out.resolve("empty"), "");
    rows("SELECT 2 AS a", "empty", "mode='append'");
    assertThat(text("empty")).isEqualTo("a\n2\n");
  }

  @Test
  void appendingUnderAnotherHeaderIsRefused() throws IOException {
    for (String there : List.of("b\n1\n", "a", "a,b\n1,2\n", "1\n")) {
      Files.writeString(out.resolve("x"), there);
      assertThat(failure("SELECT 2 AS a", "x", "mode='append'").code())
          .isEqualTo(ErrorCode.HEADER_MISMATCH);
      assertThat(text("x")).isEqualTo(there);
    }
  }

  @Test
  void whatKilledStatementsLeftIsRemovedByTheNextLife() throws IOException {
    rows("SELECT 1 AS a", "x", "");
    byte[] own = Files.readAllBytes(directory.resolve("data/outfiles"));
    String mark = ".plimsoll-outfile-" + HexFormat.of().formatHex(own, 0, 8);
    Files.writeString(out.resolve(mark + "-dead-1"), "half");
    String foreign = ".plimsoll-outfile-0123456789abcdef-dead-1";
    Files.writeString(out.resolve(foreign), "of another data directory");
    sql.close();
    sql = new SessionFixture(directory.resolve("data"));
    rows("SELECT 1 AS a", "y", "");
    assertThat(names()).containsExactly(foreign, "x", "y");
  }

  @Test
  void optionsThatContradictEachOtherAreFoundBeforeTheQueryIsLookedAt() {
    assertThat(failure("SELECT z FROM none", "x", "null_value='a,b'").code())
        .isEqualTo(ErrorCode.BAD_OPTION);
  }

  @Test
  void theAnswerSaysWhereTheFileIs() {
    String statement = "SELECT 1" + into("../out/x", "");
    assertThat(sql.done(statement).info()).isEqualTo("Written to " + out.resolve("x"));
  }

  // ---- bad input

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT 'a,b' AS x ! quote='' ! column 'x' cannot be written: the value holds the delimiter
          SELECT 'a' AS y, 'null' AS x ! quote='' ! Row 1, column 'x' cannot be written: the value equals null_value
          SELECT '' AS x, 1 AS y ! quote='' ! is an empty text, which without quotes is read as NULL
          SELECT 'a' AS x UNION ALL SELECT NULL ! null_value='' ! would be an empty line, which is no row. Set null_value
          SELECT 1 AS `a,b` ! quote='' ! The header cannot be written: the name 'a,b'
          SELECT 1 ! null_value='a,b' ! null_value 'a,b' cannot stand in a file
          SELECT 1 ! null_value='"' ! cannot stand in a file
          SELECT 1 ! delimiter='"' ! is part of column_separator
          SELECT 1 ! delimiter='\\\\n' ! column_separator begins with row_delimiter
          SELECT 1 ! quote=',' ! is part of column_separator
          SELECT 1 ! delimeter=',' ! Did you mean 'delimiter'?
          SELECT 1 ! mode='appendd' ! must be 'error_if_exists' or 'overwrite' or 'append'
          SELECT 1 ! coalesce=2 ! not supported yet
          SELECT 1 ! format='parquet', mode='append' ! not supported yet
          SELECT 1 AS a, 2 AS A ! format='parquet' ! Two columns are called
          SELECT z FROM t ! header=true ! Unknown column 'z'
          SELECT * FROM none ! header=true ! none
          SELECT CAST(b AS INT) / 0 FROM t JOIN none ! header=true ! none
          """)
  void whatCannotBeWrittenIsRefusedAndLeavesNothing(String query, String options, String why) {
    assertThat(failure(query, "x", options)).hasMessageContaining(why);
    assertThat(names()).isEmpty();
  }

  @Test
  void placesThatAreNoFilesAreRefused() throws IOException {
    Path real = Files.writeString(out.resolve("real"), "mine");
    Files.createSymbolicLink(out.resolve("link"), real);
    Files.createSymbolicLink(out.resolve("nowhere"), out.resolve("absent"));
    Files.createDirectory(out.resolve("dir"));
    for (String mode : List.of("error_if_exists", "overwrite", "append")) {
      String options = "mode='" + mode + "'";
      assertThat(failure(ROWS, "link", options)).hasMessageContaining("symbolic link");
      assertThat(failure(ROWS, "nowhere", options)).hasMessageContaining("symbolic link");
      assertThat(failure(ROWS, "dir", options)).hasMessageContaining("is a directory");
      assertThat(failure(ROWS, "none/x", options)).hasMessageContaining("does not exist");
      assertThat(failure(ROWS, "real/x", options)).hasMessageContaining("is no directory");
    }
    assertThat(text("real")).isEqualTo("mine");
    assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE '/'"))
        .hasMessageContaining("directory");
    assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE '" + out + "/x/'"))
        .hasMessageContaining("is a directory; name a file in it");
    assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE '/dev/null'"))
        .hasMessageContaining("is no file that statements may write");
    assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE 's3://bucket/x'"))
        .hasMessageContaining("Writing to s3://bucket/x is not supported yet");
    assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE '" + out + "/x.csv.gz'"))
        .hasMessageContaining("Leave the last ending off");
    Path own = directory.resolve("data");
    Files.createSymbolicLink(out.resolve("way"), own);
    for (Path path : List.of(own.resolve("x.csv"), out.resolve("way/x.csv"))) {
      assertThatThrownBy(() -> sql.run("SELECT 1 INTO OUTFILE '" + path + "'"))
          .hasMessageContaining("data directory");
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void aLinkOnTheWayIsFollowedBeforeTheFileIsMade() throws IOException {
    Path real = Files.createDirectory(out.resolve("real"));
    Files.createSymbolicLink(out.resolve("way"), real);
    rows("SELECT 1 AS a", "way/x", "");
    assertThat(text("real/x")).isEqualTo("a\n1\n");
  }

  // ---- failures in the middle

  @Test
  void aQueryThatFailsInTheMiddleLeavesNothing() throws IOException {
    Files.writeString(out.resolve("old"), "mine");
    sql.run("CREATE TABLE k (n INT)", "INSERT INTO k VALUES (1), " + many("(0)", 9000));
    for (String options : List.of("mode='overwrite'", "format='parquet', mode='overwrite'")) {
      String far = "SELECT DATE_ADD(DATE '9999-12-31', INTERVAL n DAY) AS d FROM k ORDER BY n";
      PlimsollException failure = failure(far, "old", options);
      assertThat(failure).hasMessageContaining("Row 9001, column 'd'");
      assertThat(failure).hasMessageContaining("outside the years 0 to 9999");
      assertThat(text("old")).isEqualTo("mine");
    }
  }

  private static String many(String row, int count) {
    return (row + ", ").repeat(count - 1) + row;
  }

  @Test
  void aStatementThatIsKilledLeavesNothing() throws IOException {
    sql.run("CREATE TABLE k (a INT)", "INSERT INTO k VALUES " + many("(1)", 20));
    Files.writeString(out.resolve("old"), "mine");
    String endless = "SELECT a.a FROM k a, k b, k c, k d, k e, k f, k g, k h, k i, k j, k l";
    for (String options : List.of("mode='overwrite'", "format='parquet', mode='overwrite'")) {
      PlimsollException killed = ErrorCode.CANCELLED.with("It was killed.");
      SqlSession session = sql.newSession();
      session.use("d");
      session.beginCommand();
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(() -> session.execute(endless + into("old", options)));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (names().size() < 2) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(1_000_000);
      }
      session.cancel(killed);
      assertThat(running)
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .isSameAs(killed);
      assertThat(names()).containsExactly("old");
      assertThat(text("old")).isEqualTo("mine");
    }
  }

  @Test
  void aStatementThatTakesTooLongLeavesNothing() {
    sql.run("CREATE TABLE k (a INT)", "INSERT INTO k VALUES " + many("(1)", 20));
    sql.run("SET query_timeout = 1");
    String endless = "SELECT a.a FROM k a, k b, k c, k d, k e, k f, k g, k h, k i, k j, k l";
    assertThat(failure(endless, "x", "").code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(names()).isEmpty();
  }

  @Test
  void insertAndOtherStatementsDoNotTakeAnOutfile() {
    for (String statement :
        List.of("INSERT INTO t " + ROWS, "EXPLAIN " + ROWS, "CREATE TABLE u AS " + ROWS)) {
      assertThatThrownBy(() -> sql.run(statement + into("x", "")))
          .isInstanceOf(PlimsollException.class);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aPreparedStatementWritesToo() throws IOException {
    String text = "SELECT a FROM t WHERE a = ?" + into("x", "header=false");
    SqlSession.Prepared prepared = sql.session.prepare(text);
    assertThat(prepared.columns()).isEmpty();
    sql.run(prepared.text().bind(List.of(2L)));
    assertThat(text("x")).isEqualTo("2\n");
  }
}
