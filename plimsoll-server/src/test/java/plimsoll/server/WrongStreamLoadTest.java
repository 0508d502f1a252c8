package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a Stream Load gets wrong is answered by name, and nothing of it stays. */
class WrongStreamLoadTest {
  private static final String TABLE = "demo.flights";
  private static final String ROW = "2024-01-01,ORD,5\n";
  private static final String LABEL = "wrong";

  @TempDir static Path directory;
  private static TestServer server;
  private TestServer.Traces before;

  @BeforeAll
  static void start() {
    server = new TestServer(directory.resolve("data"));
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE TABLE demo.flights (day DATE NOT NULL, origin VARCHAR(10), delay INT)");
    assertThat(load(ROW, "label", "first").path("Status").asText()).isEqualTo("Success");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void look() {
    before = server.traces();
  }

  private static JsonNode load(String body, String... headers) {
    return load(body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static JsonNode load(byte[] body, String... headers) {
    boolean separated = List.of(headers).contains("column_separator");
    String[] all = Arrays.copyOf(headers, headers.length + (separated ? 0 : 2));
    if (!separated) {
      all[headers.length] = "column_separator";
      all[headers.length + 1] = ",";
    }
    return server.load(TABLE, BodyPublishers.ofByteArray(body), all);
  }

  /** It failed before it began: no transaction, nothing known of the label. */
  private void assertRefused(JsonNode answer, String message) {
    assertThat(answer.path("Message").asText()).isEqualTo(message);
    assertThat(answer.path("Status").asText()).isEqualTo("Fail");
    assertThat(answer.path("TxnId").asLong()).isEqualTo(-1);
    assertThat(answer.path("NumberTotalRows").asLong(-1)).isZero();
    assertThat(answer.has("ErrorURL")).isFalse();
    assertThat(server.labelState("demo", "refused")).isEqualTo("UNKNOWN");
    server.assertUntouched(before);
  }

  /** It began and was aborted: the label is free again. */
  private void assertAborted(JsonNode answer, String message) {
    assertThat(answer.path("Message").asText()).contains(message);
    assertThat(answer.path("Status").asText()).isEqualTo("Fail");
    assertThat(answer.path("NumberLoadedRows").asLong(-1)).isGreaterThanOrEqualTo(0);
    assertThat(server.labelState("demo", LABEL)).isEqualTo("ABORTED");
    server.assertUntouched(before);
  }

  // ---- refused before the body is read

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo.flihgts | Unknown table 'demo.flihgts'. Did you mean 'flights'?
          dmo.flights  | unknown database, database=dmo. Did you mean 'demo'?
          x.y          | unknown database, database=x
          demo.y       | Unknown table 'demo.y'.
          """)
  void unknownTargetIsNamed(String target, String message) {
    assertRefused(server.load(target, ROW, "label", "refused"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          label               | a/b    | Label format error. regex: ^[-\\w]{1,128}$, label: a/b
          label               | a b    | Label format error. regex: ^[-\\w]{1,128}$, label: a b
          format              | xml    | unknown data format, format=xml
          format              | json   | Format 'json' is not supported yet. Send CSV.
          compression         | rar    | compression is 'rar', must be one of auto, none, gzip, zstd, lz4_frame, lz4, bzip2, snappy, deflate.
          Content-Encoding    | br     | compression is 'br', must be one of auto, none, gzip, zstd, lz4_frame, lz4, bzip2, snappy, deflate.
          column_separator    | \\x    | Invalid delimiter '\\x: empty hex string
          column_separator    | 0x     | Invalid delimiter '0x: empty hex string
          column_separator    | \\x012 | Invalid delimiter '\\x012: hex length must be a even number
          column_separator    | \\Xzz  | Invalid delimiter '\\Xzz': invalid hex format
          row_delimiter       | 0x0    | Invalid delimiter '0x0: hex length must be a even number
          row_delimiter       | 0xzz   | Invalid delimiter '0xzz': invalid hex format
          skip_header         | -1     | skip_header must be equal or greater than 0
          skip_header         | 1.5    | Invalid csv load skip_header format
          skip_header         | 99999999999999999999 | Invalid csv load skip_header format
          trim_space          | yes    | Invalid trim space format. Must be bool type
          strict_mode         | 1      | Invalid strict mode format. Must be bool type
          timeout             | soon   | Invalid timeout format
          timeout             | 0      | Invalid timeout: 0. Timeout should between 1 and 259200 seconds
          timeout             | 259201 | Invalid timeout: 259201. Timeout should between 1 and 259200 seconds
          max_filter_ratio    | 1.5    | max_filter_ratio is 1.5, must be between 0 and 1.
          max_filter_ratio    | -0.1   | max_filter_ratio is -0.1, must be between 0 and 1.
          max_filter_ratio    | NaN    | max_filter_ratio is NaN, must be between 0 and 1.
          columns             | day,,delay | Header 'columns' has an empty name. Separate names by single commas.
          columns             | day,delay=1 | 'delay=1' in header 'columns' is not supported yet. Name the fields of the data from left to right.
          columns             | day,origin,day | Duplicate column 'day' in the list of fields.
          columns             | origin,delay | Column has no default value. column: day
          where               | delay > 1 | Header 'where' is not supported yet.
          partitions          | p1     | Header 'partitions' is not supported yet.
          temporary_partitions | p1    | Header 'temporary_partitions' is not supported yet.
          merge_condition     | v      | Header 'merge_condition' is not supported yet.
          negative            | true   | Header 'negative' is not supported yet.
          partial_update      | true   | Only primary key table support partial update
          partial_update      | maybe  | Invalid partial update flag format. Must be bool type
          envelope            | debezium | Header 'envelope' is not supported yet.
          timezone            | Asia/Nowhere | Unknown or incorrect time zone: 'Asia/Nowhere'
          log_rejected_record_num | -2 | log_rejected_record_num must be equal or greater than -1
          load_mem_limit      | x      | Invalid load mem limit format
          """)
  void wrongHeaderIsToldAndNothingRead(String name, String value, String message) {
    JsonNode answer =
        name.equals("label") ? load(ROW, name, value) : load(ROW, name, value, "label", "refused");
    assertRefused(answer, message);
    assertThat(answer.path("LoadBytes").asLong(-1)).isZero();
  }

  @Test
  void noFieldThatIsAColumnIsAMistake() {
    JsonNode answer = load(ROW, "columns", "dya,orign,dely", "label", "refused");
    assertThat(answer.path("Message").asText())
        .startsWith("Unknown column 'dya, orign, dely' in demo.flights.")
        .contains("day, origin, delay");
    assertRefused(answer, answer.path("Message").asText());
  }

  @Test
  void pairsThatExcludeEachOtherAreRefused() {
    assertRefused(
        load(ROW, "label", "refused", "compression", "GZIP", "Content-Encoding", "gzip"),
        "Only one of http header content-encoding and compression can be set");
    assertRefused(
        load(ROW, "label", "refused", "partitions", "a", "temporary_partitions", "b"),
        "Can not specify both partitions and temporary partitions");
  }

  @Test
  void labelThatSucceededIsTakenForEver() {
    JsonNode again = load(ROW, "label", "first");
    assertThat(again.path("Status").asText()).isEqualTo("Label Already Exists");
    assertThat(again.path("ExistingJobStatus").asText()).isEqualTo("FINISHED");
    assertThat(again.path("Message").asText()).isEqualTo("Label [first] has already been used.");
    assertThat(again.path("TxnId").asLong()).isEqualTo(-1);
    assertThat(IntStream.range(0, 4).mapToObj(i -> names(again).get(i)))
        .containsExactly("TxnId", "Label", "Status", "ExistingJobStatus");
    assertThat(server.labelState("demo", "first")).isEqualTo("VISIBLE");
    server.assertUntouched(before);
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  @Test
  void labelThatRunsIsTaken() throws IOException {
    try (Socket running = server.socket(TABLE, "label: " + LABEL, "Content-Length: 1000")) {
      running.getOutputStream().write(ROW.getBytes(StandardCharsets.US_ASCII));
      server.awaitRunning(1);
      JsonNode second = load(ROW, "label", LABEL);
      assertThat(second.path("Status").asText()).isEqualTo("Label Already Exists");
      assertThat(second.path("ExistingJobStatus").asText()).isEqualTo("RUNNING");
      assertThat(server.labelState("demo", LABEL)).isEqualTo("PREPARE");
    }
    server.awaitRunning(0);
    server.assertUntouched(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                            | Need auth information.
          Basic cm9vdDp3cm9uZw==        | Access denied for root@127.0.0.1
          Basic bm9ib2R5Og==            | Access denied for nobody@127.0.0.1
          Bearer abc                    | Need auth information.
          Basic !!!                     | Need auth information.
          """)
  void whoIsNotKnownGets401(String authorization, String message) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri("/api/demo/flights/_stream_load"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer =
        server.send(request.header("label", "refused").PUT(BodyPublishers.ofString(ROW)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"\"");
    assertThat(TestServer.json(answer.body()).path("msg").asText()).isEqualTo(message);
    assertThat(TestServer.json(answer.body()).path("status").asText()).isEqualTo("FAILED");
    assertThat(server.labelState("demo", "refused")).isEqualTo("UNKNOWN");
    server.assertUntouched(before);
  }

  // ---- aborted because of what the body is

  static Stream<Arguments> bodies() {
    String badUtf8 = "2024-01-01,\u00C3(,5\n";
    return Stream.of(
        body("empty", "", "all partitions have no load data"),
        body("blank lines only", "\n\n\n", "all partitions have no load data"),
        body(
            "header only",
            "day,origin,delay\n",
            "all partitions have no load data",
            "skip_header",
            "1"),
        body(
            "skip more than there is", ROW, "all partitions have no load data", "skip_header", "9"),
        body("invalid UTF-8", badUtf8, "too many filtered rows"),
        body("too many fields", "2024-01-01,ORD,5,6\n", "too many filtered rows"),
        body("too few fields", "2024-01-01\n", "too many filtered rows"),
        body("NULL where it must not be", "\\N,ORD,5\n", "too many filtered rows"),
        body("no date", "soon,ORD,5\n", "too many filtered rows"),
        body("text too long", "2024-01-01,ORD45678901,5\n", "too many filtered rows"),
        body(
            "all filtered within the ratio",
            "soon,ORD,5\n",
            "all partitions have no load data",
            "max_filter_ratio",
            "1"),
        body(
            "half is bad, a third is allowed",
            ROW + "x,ORD,5\n",
            "too many filtered rows",
            "max_filter_ratio",
            "0.3"),
        body(
            "bad integer in strict mode",
            "2024-01-01,ORD,five\n",
            "too many filtered rows",
            "strict_mode",
            "true"),
        body("binary", "PK\u0003\u0004\0\0\u0008\0", "is not CSV text: byte 4 is NUL."),
        body("UTF-16", "\u00FF\u00FE2\0", "It begins like UTF-16; set encoding to utf-16."),
        body(
            "gzip that nobody announced",
            latin1(gzip(ROW)),
            "It begins like gzip; set compression to gzip."),
        body("plain text announced as gzip", ROW, "Cannot decompress", "compression", "gzip"),
        body(
            "cut gzip",
            latin1(gzip(ROW.repeat(5000))).substring(0, 60),
            "Cannot decompress",
            "Content-Encoding",
            "gzip"),
        body("nothing announced as gzip", "", "it ends too early", "compression", "gzip"),
        body(
            "quote never closed",
            "2024-01-01,\"ORD,5\n" + ROW,
            "too many filtered rows",
            "enclose",
            "\""));
  }

  private static Arguments body(String name, String latin1, String message, String... headers) {
    return Arguments.of(name, latin1, message, headers);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void wrongBodyLeavesNothing(String name, String latin1, String message, String[] headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "label";
    all[headers.length + 1] = LABEL;
    byte[] body = latin1.getBytes(StandardCharsets.ISO_8859_1);
    JsonNode answer = load(body, all);
    assertAborted(answer, message);
    assertThat(answer.path("LoadBytes").asLong()).isEqualTo(body.length);
    assertThat(load(body, all).path("Message").asText()).as("the label is free").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2024-01-01,\u00C3(,5      | Error: Invalid UTF-8 row. Row:
          2024-01-01,ORD,5,6   | Error: Value count does not match column count: expected = 3, actual = 4. Row: 2024-01-01,ORD,5,6
          \\N,ORD,5            | Error: NULL value in non-nullable column 'day'. Row: \\N,ORD,5
          2024-01-01,ORD45678901,5 | Error: String 'ORD45678901'(length=11) is too long. The max length of 'origin' is 10. Row: 2024-01-01,ORD45678901,5
          """)
  void everyBadRowIsInTheErrorLogWithItsReason(String row, String line) {
    byte[] body = (row + "\n" + ROW).getBytes(StandardCharsets.ISO_8859_1);
    JsonNode answer = load(body, "label", LABEL);
    assertThat(answer.path("NumberTotalRows").asLong()).isEqualTo(2);
    assertThat(answer.path("NumberFilteredRows").asLong()).isEqualTo(1);
    String url = answer.path("ErrorURL").asText();
    assertThat(url).startsWith("http://");
    HttpResponse<String> log =
        server.send(HttpRequest.newBuilder(java.net.URI.create(url))); // nobody logs in for this
    assertThat(log.statusCode()).isEqualTo(200);
    assertThat(log.body()).startsWith(line);
    assertThat(log.body().lines().skip(1))
        .as("its place, and what would be right")
        .hasSize(4)
        .allMatch(more -> more.startsWith("  "));
    assertAborted(answer, "too many filtered rows");
  }

  @Test
  void lineOf100MegabytesEndsTheLoadAtTheLimit() {
    JsonNode answer =
        server.load(
            TABLE,
            BodyPublishers.ofInputStream(() -> letters(100)),
            "label",
            LABEL,
            "column_separator",
            ",");
    assertAborted(answer, "A row is longer than 67108864 bytes.");
  }

  /** So many MB without a line end, in chunks as nobody knows the length. */
  private static InputStream letters(int megabytes) {
    byte[] piece = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    return new SequenceInputStream(
        Collections.enumeration(
            IntStream.range(0, megabytes)
                .<InputStream>mapToObj(i -> new java.io.ByteArrayInputStream(piece))
                .toList()));
  }

  // ---- aborted because of how the body came

  @Test
  void bodyCutOffHalfWayIsAnsweredAndLeavesNothing() throws IOException {
    try (Socket socket = server.socket(TABLE, "label: " + LABEL, "Content-Length: 9000000")) {
      socket.getOutputStream().write(ROW.repeat(200_000).getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = latin1(socket.getInputStream().readAllBytes());
      assertThat(answer)
          .contains(
              "\"Status\": \"Fail\"",
              "receive body don't equal with body bytes: expected 9000000 bytes, received 3400000");
    }
    assertThat(server.labelState("demo", LABEL)).isEqualTo("ABORTED");
    server.assertUntouched(before);
  }

  @Test
  void chunkedBodyWithoutItsEndIsNoBody() throws IOException {
    try (Socket socket = server.socket(TABLE, "label: " + LABEL, "Transfer-Encoding: chunked")) {
      socket
          .getOutputStream()
          .write(("11\r\n" + ROW + "\r\n11\r\n2024").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertThat(latin1(socket.getInputStream().readAllBytes()))
          .contains("\"Status\": \"Fail\"", "receive body don't equal with body bytes");
    }
    assertThat(server.labelState("demo", LABEL)).isEqualTo("ABORTED");
    server.assertUntouched(before);
  }

  @Test
  void clientThatDisconnectsAbortsItsLoad() throws IOException {
    try (Socket socket = server.socket(TABLE, "label: " + LABEL, "Content-Length: 9000000")) {
      socket.getOutputStream().write(ROW.repeat(100_000).getBytes(StandardCharsets.US_ASCII));
      server.awaitRunning(1);
      socket.setSoLinger(true, 0); // a reset, as of a client that was killed
    }
    server.awaitRunning(0);
    assertThat(server.labelState("demo", LABEL)).isEqualTo("ABORTED");
    server.assertUntouched(before);
  }

  @Test
  void loadThatTakesTooLongIsAborted() throws IOException {
    try (Socket socket =
        server.socket(TABLE, "label: " + LABEL, "timeout: 1", "Content-Length: 9000")) {
      socket.getOutputStream().write(ROW.getBytes(StandardCharsets.US_ASCII));
      assertThat(latin1(socket.getInputStream().readAllBytes()))
          .contains(
              "\"Status\": \"Fail\"",
              "Load wrong took longer than its timeout of 1 s; nothing was loaded.");
    }
    assertThat(server.labelState("demo", LABEL)).isEqualTo("ABORTED");
    server.assertUntouched(before);
  }

  // ---- other endpoints

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /api/nodb/get_load_state?label=x | 200 | unknown database, database=nodb
          /api/demo/get_load_state         | 200 | No label selected.
          /api/demo/none/_schema           | 404 | Table [none] does not exists
          /api/nodb/none/_schema           | 404 | Database [nodb] does not exists
          /api/_load_error_log?file=../metastore.db | 400 | 'file' must be the name of an error log
          /api/_load_error_log?file=error_log_1_2   | 404 | No error log error_log_1_2
          """)
  void questionsAboutWhatIsNotThereAreAnswered(String path, int status, String message) {
    HttpResponse<String> answer = server.send(server.request(path));
    assertThat(answer.body()).contains(message);
    assertThat(answer.statusCode()).isEqualTo(status);
    server.assertUntouched(before);
  }
}
