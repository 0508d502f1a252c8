package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** A wrong statement says what is wrong, where, and what was probably meant; it changes nothing. */
class WrongSqlTest {
  @TempDir static Path directory;
  private static TestServer server;
  private TestServer.Traces before;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(directory.resolve("data"));
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE TABLE demo.flights (day DATE NOT NULL, origin VARCHAR(10), delay INT)");
    server.rows("CREATE TABLE demo.none (day DATE NOT NULL, origin VARCHAR(10), delay INT)");
    server.rows("INSERT INTO demo.flights WITH LABEL first VALUES ('2024-01-01', 'ORD', 5)");
    writeFiles();
  }

  private static void writeFiles() throws IOException {
    write("good.csv", "day,origin,delay\n2024-01-01,ORD,5\n");
    write("empty.csv", "");
    write("header.csv", "day,origin,delay\n");
    write("binary.csv", "day\n\0\u0001\u0002\0");
    write("utf8.csv", "day,origin,delay\n2024-01-01,\u00C3(,5\n");
    write("notgzip.csv.gz", "day,origin,delay\n2024-01-01,ORD,5\n");
    write("null.csv", "day,origin,delay\nnull,ORD,5\n");
    write("date.csv", "day,origin,delay\nsoon,ORD,5\n");
    Files.createDirectories(directory.resolve("in/nothing"));
    Files.createDirectories(directory.resolve("in/folder.csv/inner.csv"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 5000; i++) {
        gzip.write(("2024-01-01,ORD," + i * 7919 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(
        directory.resolve("in/cut.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
  }

  private static void write(String name, String latin1) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("in"));
    Files.write(folder.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void look() {
    before = server.traces();
  }

  private void assertFails(String statement, ErrorCode code, String message) {
    PlimsollException failure = server.failure("demo", statement);
    assertThat(failure.getMessage()).contains(message);
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    server.assertUntouched(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT orgin FROM flights          | UNKNOWN_COLUMN   | line 1:8: Unknown column 'orgin' in demo.flights. Did you mean 'origin'?
          SELECT * FROM flihgts              | UNKNOWN_TABLE    | line 1:15: Unknown table 'flihgts'. Did you mean 'flights'?
          SELECT * FROM dmo.flights          | UNKNOWN_DATABASE | line 1:15: unknown database, database=dmo. Did you mean 'demo'?
          SELECT * FROM demo.flihgts         | UNKNOWN_TABLE    | line 1:15: Unknown table 'demo.flihgts'. Did you mean 'flights'?
          SELECT cuont(*) FROM flights       | UNKNOWN_FUNCTION | line 1:8: Unknown function 'cuont'. Did you mean 'COUNT'?
          SELECT day FORM flights            | SYNTAX           | line 1:
          SELEC day FROM flights             | SYNTAX           | line 1:1: Expected
          SELECT day FROM                    | SYNTAX           | ends too early
          SELECT 'open                       | SYNTAX           | line 1:8
          SELECT day FROM flights WHERE      | SYNTAX           | ends too early
          SELECT 1; SELECT 2                 | SYNTAX           | line 1:
          SELECT day + origin FROM flights   | BAD_OPERAND      | line 1:8: + takes at place 1: number, found DATE.
          USE dmo                            | UNKNOWN_DATABASE | unknown database, database=dmo. Did you mean 'demo'?
          DROP DATABASE dmo                  | UNKNOWN_DATABASE | Did you mean 'demo'?
          DROP DATABASE demo                 | DATABASE_NOT_EMPTY | Database 'demo' still has 2 tables.
          DROP TABLE flihgts                 | UNKNOWN_TABLE    | Did you mean 'flights'?
          TRUNCATE TABLE flihgts             | UNKNOWN_TABLE    | Did you mean 'flights'?
          DESC flihgts                       | UNKNOWN_TABLE    | Did you mean 'flights'?
          SHOW CREATE TABLE flihgts          | UNKNOWN_TABLE    | Did you mean 'flights'?
          SHOW TABLES FROM dmo               | UNKNOWN_DATABASE | Did you mean 'demo'?
          CREATE DATABASE demo               | DATABASE_EXISTS  | Database 'demo' already exists.
          CREATE TABLE flights (a INT)       | TABLE_EXISTS     | Table 'demo.flights' already exists.
          CREATE TABLE x (a INTT)            | BAD_SCHEMA       | line 1:19: Unknown type 'INTT'. Did you mean 'INT'?
          CREATE TABLE x (a INT, A INT)      | DUPLICATE_COLUMN | Duplicate column 'A'
          CREATE TABLE x (a INT) DUPLICATE KEY(b) | UNKNOWN_COLUMN | line 1:38: Unknown column 'b'
          CREATE TABLE x (a INT) PRIMARY KEY(a)   | UNSUPPORTED  | line 1:24: PRIMARY KEY is not supported yet.
          CREATE TABLE x (a INT DEFAULT 'x') | BAD_VALUE        | line 1:31: Value 'x' is out of range. The type of 'a' is INT
          CREATE TABLE x (a INT) PARTITION BY date_trunc('day', a) | BAD_SCHEMA | line 1:55: Column 'a' is INT; partitioning by time needs DATE or DATETIME.
          CREATE TABLE x (a INT) ENGINE = mysql | UNSUPPORTED   | ENGINE mysql is not supported yet. Leave it out.
          INSERT INTO flights (day, orgin) VALUES ('2024-01-02', 'X') | UNKNOWN_COLUMN | line 1:27: Unknown column 'orgin' in demo.flights. Did you mean 'origin'?
          INSERT INTO flights VALUES (1, 2)  | BAD_QUERY        | The query has 2 columns, but 3 are inserted into demo.flights.
          INSERT INTO flights (origin) VALUES ('X') | NO_DEFAULT | Column has no default value. column: day
          INSERT INTO flights VALUES (NULL, 'ORD', 5) | INSERT_FILTERED | Insert has filtered data: 1 rows are bad, nothing was loaded.
          INSERT INTO flights VALUES ('2024-01-02', 'ORD45678901', 5) | INSERT_FILTERED | is too long. The max length of 'origin' is 10
          INSERT INTO flights WITH LABEL `a/b` VALUES ('2024-01-02', 'X', 1) | LABEL_FORMAT | Label format error. regex: ^[-\\w]{1,128}$, label: a/b
          INSERT INTO flights WITH LABEL first VALUES ('2024-01-02', 'X', 1) | LABEL_USED | Label [first] has already been used. ExistingJobStatus: FINISHED.
          DROP USER rot                      | UNKNOWN_USER     | There is no user 'rot'@'%'. Did you mean 'root'@'%'?
          DROP USER nix                      | UNKNOWN_USER     | There is no user 'nix'@'%'.
          ALTER TABLE flights RENAME flights | TABLE_EXISTS     | Table 'demo.flights' already exists. Choose another name
          INSERT INTO flights VALUES ('2024-01-02', 'X', DEFAULT) | UNSUPPORTED | DEFAULT among VALUES is not supported yet. Name the columns
          SHOW LOAD WHERE STATE = 'DONE'     | BAD_OPTION       | 'DONE' is no state of a load.
          SHOW LOAD ORDER BY Labl            | UNKNOWN_COLUMN   | Did you mean 'Label'?
          CANCEL LOAD WHERE LABEL = 'nolabel' | UNKNOWN_LABEL   | No load with label 'nolabel' in database 'demo'.
          CANCEL LOAD WHERE LABEL = 'first'  | REFUSED          | Load 'first' is VISIBLE; only a running load is cancelled.
          SET query_timout = 3               | UNKNOWN_SETTING  | Unknown setting 'query_timout'. Did you mean 'query_timeout'?
          SET query_timeout = 0              | BAD_SETTING      | query_timeout is '0', must be 1 to 259200 seconds.
          SET insert_max_filter_ratio = 2    | BAD_SETTING      | must be between 0.0 and 1.0
          """)
  void wrongStatementIsToldByPlaceAndName(String statement, ErrorCode code, String message) {
    assertFails(statement, code, message);
  }

  @Test
  void errorInALaterLineNamesThatLine() {
    assertFails(
        "SELECT day,\n  origin,\n  dely\nFROM flights",
        ErrorCode.UNKNOWN_COLUMN,
        "line 3:3: Unknown column 'dely' in demo.flights. Did you mean 'delay'?");
  }

  @Test
  void withoutADatabaseOneIsAskedFor() {
    PlimsollException failure = server.failure(null, "SELECT * FROM flights");
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.NO_DATABASE);
    assertThat(server.failure("dmo", "SELECT 1").code()).isEqualTo(ErrorCode.UNKNOWN_DATABASE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          good.csv  | delimter=','        | UNKNOWN_OPTION | Unknown option 'delimter' for LOAD DATA. Did you mean 'delimiter'?
          good.csv  | mode='apend'        | BAD_OPTION     | Option mode is 'apend', must be 'error_if_exists' or 'append' or 'overwrite'
          good.csv  | header='maybe'      | BAD_OPTION     | Option header is 'maybe', must be true or false
          good.csv  | quote='ab'          | BAD_OPTION     | Option quote must be one character
          good.csv  | delimiter=''        | BAD_OPTION     | Option delimiter must not be empty
          good.csv  | format='orc'        | BAD_OPTION     | format is 'orc', must be csv or parquet
          good.csv  | deep_copy=false     | TABLE_NOT_EMPTY | Table demo.flights has rows, and mode is error_if_exists, the default.
          good.csv  | load_mode='local'   | REFUSED        | LOCAL INFILE and load_mode='local' need a client of MySQL's protocol. Over HTTP use a Stream Load, or plimsoll load.
          *.csv     | load_mode='local'   | REFUSED        | With load_mode='local' a client sends one file of its own, not all that match
          good.csv  | thread=0            | BAD_OPTION     | Option thread is '0', must be a number of workers, 1 or more.
          good.csv  | thread=-1           | BAD_OPTION     | Option thread is '-1', must be a number of workers, 1 or more.
          good.csv  | "mode='append', sql='SELECT orgin FROM file'" | UNKNOWN_COLUMN | option sql: line 1:8: Unknown column 'orgin' in demo.file. Did you mean 'origin'?
          good.csv  | "mode='append', sql='SELECT day, origin AS orgin FROM file'" | UNKNOWN_COLUMN | option sql: line 1:1: Unknown column 'orgin' in demo.flights. Did you mean 'origin'?
          good.csv  | "mode='append', sql='SELECT * FROM fil'" | UNKNOWN_TABLE | Did you mean 'file'?
          good.csv  | "mode='append', sql='SELECT * FROM file WHERE'" | SYNTAX | option sql: line 1:
          absent.csv | "mode='append', sql='SELECT * FROM file'" | FILE_NOT_FOUND | No file matches
          cut.csv.gz | "mode='append', sql='SELECT * FROM file'" | BAD_COMPRESSION | Cannot decompress
          binary.csv | "mode='append', sql='SELECT * FROM file'" | NOT_TEXT | binary.csv is not CSV text: byte 4 is NUL.
          good.csv  | "mode='append', mode='append'" | BAD_OPTION | Option mode is given twice
          good.csv  | header=true         | TABLE_NOT_EMPTY | Table demo.flights has rows, and mode is error_if_exists, the default.
          absent.csv | mode='append'      | FILE_NOT_FOUND | No file matches
          *.tsv     | mode='append'       | FILE_NOT_FOUND | No file matches
          nothing   | mode='append'       | FILE_NOT_FOUND | No file matches
          folder.csv/*.csv | mode='append' | FILE_NOT_FOUND | No file matches
          folder.csv | mode='append'     | FILE_NOT_FOUND | No file matches
          binary.csv | mode='append'      | NOT_TEXT       | binary.csv is not CSV text: byte 4 is NUL.
          utf8.csv  | mode='append'       | TOO_MANY_FILTERED | too many filtered rows
          notgzip.csv.gz | mode='append'  | BAD_COMPRESSION | Cannot decompress
          cut.csv.gz | mode='append'      | BAD_COMPRESSION | Cannot decompress
          null.csv  | mode='append'       | TOO_MANY_FILTERED | See http://here/error_log_
          date.csv  | mode='append'       | TOO_MANY_FILTERED | See http://here/error_log_
          """)
  void wrongLoadDataIsToldAndLoadsNothing(
      String file, String options, ErrorCode code, String message) {
    assertFails(loadData(file, "flights", options), code, message);
  }

  private static String loadData(String file, String table, String options) {
    return "LOAD DATA INFILE '"
        + directory.resolve("in")
        + "/"
        + file
        + "' INTO TABLE "
        + table
        + " OPTIONS("
        + options
        + ")";
  }

  @Test
  void loadDataOfAnUnknownTableNamesTheNearest() {
    assertFails(
        loadData("good.csv", "flihgts", ""), ErrorCode.UNKNOWN_TABLE, "Did you mean 'flights'?");
    assertFails(
        loadData("good.csv", "dmo.flights", ""), ErrorCode.UNKNOWN_DATABASE, "database=dmo");
    assertFails(
        "LOAD DATA INFILE 's3://bucket/x.csv' INTO TABLE none",
        ErrorCode.UNSUPPORTED,
        "Loading from s3://bucket/x.csv is not supported yet.");
  }

  /** As in the original, no rows are no error for LOAD DATA. */
  @Test
  void emptyFilesLoadNoRows() {
    for (String file : new String[] {"empty.csv", "header.csv"}) {
      assertThat(server.value(loadDataInto(file))).startsWith("0|");
      assertThat(server.value("SELECT count(*) FROM demo.none")).isEqualTo("0");
    }
  }

  private static String loadDataInto(String file) {
    return loadData(file, "demo.none", "mode='append'");
  }

  @Test
  void labelOfAFailedInsertIsFree() {
    assertFails(
        "INSERT INTO flights WITH LABEL again VALUES (NULL, 'ORD', 5)",
        ErrorCode.INSERT_FILTERED,
        "NULL value in non-nullable column 'day'");
    assertThat(server.labelState("demo", "again")).isEqualTo("ABORTED");
    assertThat(server.rows("demo", "SHOW LOAD WHERE LABEL = 'again' AND STATE = 'CANCELLED'"))
        .hasSize(1);
  }

  @Test
  void failureOverHttpHasItsStatusAndText() {
    var answer =
        server.sqlOverHttp(
            "/api/v1/catalogs/default_catalog/databases/demo/sql", "SELECT orgin FROM flights");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(answer.body()).path("msg").asText())
        .startsWith("line 1:8: Unknown column 'orgin' in demo.flights. Did you mean 'origin'?");
    server.assertUntouched(before);
  }
}
