package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no proper client sends: answered, never crashed on, and the server goes on. */
class MalformedRequestTest {
  @TempDir Path directory;
  private FakeServer server;

  @BeforeEach
  void start() {
    server = new FakeServer(directory);
  }

  @AfterEach
  void stop() {
    assertThat(server.get("/api/health").statusCode()).isEqualTo(200);
    server.close();
  }

  private String raw(String request) {
    try (RawClient client = server.raw()) {
      client.send(request);
      return client.answer();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/%zz/get_load_state?label=a HTTP/1.1,400",
    "GET /api/%/get_load_state?label=a HTTP/1.1,400",
    "GET /api/a%00b/get_load_state HTTP/1.1,400",
    "GET /api/a%2Fb/get_load_state HTTP/1.1,400",
    "GET /api/..%2F..%2Fetc/passwd HTTP/1.1,400",
    "GET /api/_load_error_log?file=%zz HTTP/1.1,400",
    "GET no-slash HTTP/1.1,400",
    "NONSENSE,400",
    "GET / HTTP/9.9,505",
    "TRACE / HTTP/1.1,405",
    "OPTIONS * HTTP/1.1,404",
    "DELETE /api/demo/flights/_stream_load HTTP/1.1,405"
  })
  void nonsenseIsAnsweredInJson(String line, int code) {
    assertThat(raw(line + "\r\nHost: 127.0.0.1\r\nAuthorization: " + FakeServer.ROOT + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + code)
        .contains("\"status\":\"FAILED\",\"code\":\"1\",\"msg\":\"");
  }

  @Test
  void hugeHeadersAreRefused() {
    assertThat(
            raw(
                "GET /api/health HTTP/1.1\r\nHost: localhost\r\nX: "
                    + "x".repeat(100_000)
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"status\":\"FAILED\"");
  }

  @Test
  void longColumnListIsFine() {
    String columns = "c,".repeat(20_000) + "d";
    assertThat(
            raw(
                "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + FakeServer.ROOT
                    + "\r\ncolumns: "
                    + columns
                    + "\r\nContent-Length: 2\r\n\r\na\n"))
        .contains("\"Success\"");
    assertThat(server.lastHeaders).containsEntry("columns", columns);
  }

  @ParameterizedTest
  @CsvSource({"a\u0000b", "a\u0001b", "a\u000bb"})
  void controlCharactersInHeadersAreRefused(String value) {
    assertThat(
            raw(
                "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nlabel: "
                    + value
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void headerTextIsUtf8() {
    String columns =
        new String("名,é".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    raw(
        "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + FakeServer.ROOT
            + "\r\ncolumns:"
            + columns
            + "\r\ncolumn_separator: \u00a7\r\nContent-Length: 2\r\n\r\na\n");
    assertThat(server.lastHeaders)
        .containsEntry("columns", "名,é")
        .containsEntry("column_separator", "\u00a7"); // not UTF-8: taken as Latin-1
  }

  @Test
  void labelCannotAddLinesToTheAnswer() {
    String answer =
        raw(
            "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + FakeServer.ROOT
                + "\r\nlabel: a\",\"Status\":\"Success\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer).contains("\"Label\": \"a\\\",\\\"Status\\\":\\\"Success\"", "\"Fail\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: -1",
    "Content-Length: x",
    "'Content-Length: 1\r\nContent-Length: 2'",
    "'Content-Length: 1\r\nTransfer-Encoding: chunked'",
    "Transfer-Encoding: strange"
  })
  void ambiguousLengthsAreRefused(String header) {
    assertThat(
            raw(
                "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + FakeServer.ROOT
                    + "\r\n"
                    + header
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(server.loads.last).isNull();
  }

  @Test
  void brokenChunkEndsTheLoad() {
    try (RawClient client = server.raw()) {
      client.send(
          "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + FakeServer.ROOT
              + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\nZZ\r\n");
      String all = client.rest();
      assertThat(all.isEmpty() || all.contains("\"Fail\"") || all.startsWith("HTTP/1.1 400"))
          .isTrue();
    }
    assertThat(server.loads.running()).isEmpty();
  }

  @Test
  void unknownExpectationIsRefused() {
    String expect = "Expect: a-miracle";
    assertThat(
            raw(
                "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\n"
                    + expect
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 417 ");
  }
}
