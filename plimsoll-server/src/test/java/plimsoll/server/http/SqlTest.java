package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL over HTTP, line for line. */
class SqlTest {
  private static final String PATH = "/api/v1/catalogs/default_catalog/sql";
  private static final String ROW =
      "{\"data\":[1,12345678.90,null,true,0.1,\"NaN\",\"é\\n\",9223372036854775807,\"2024-02-29\","
          + "\"2024-02-29 01:02:03\",\"2024-02-29 01:02:03.000004\",\"AQI=\"]}\n";

  @TempDir Path directory;
  private FakeServer server;

  @BeforeEach
  void start() {
    server = new FakeServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> sql(String statement) {
    return server.post(PATH, "{\"query\":\"" + statement + "\"}");
  }

  @Test
  void rowsComeAsLines() {
    HttpResponse<String> answer = sql("TYPES");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    assertThat(answer.body())
        .isEqualTo(
            "{\"connectionId\":1}\n"
                + "{\"meta\":[{\"name\":\"a\",\"type\":\"INT\"},"
                + "{\"name\":\"b\",\"type\":\"DECIMAL(10, 2)\"}]}\n"
                + ROW
                + "{\"statistics\":{\"scanRows\":7,\"scanBytes\":70,\"returnRows\":1}}\n");
    awaitClosed();
  }

  private void awaitClosed() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!server.sql.closed && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(server.sql.closed).isTrue();
  }

  @Test
  void noRowsHaveTheirColumnsStill() {
    assertThat(sql("NOTHING").body())
        .isEqualTo(
            """
            {"connectionId":1}
            {"meta":[{"name":"a","type":"INT"}]}
            {"statistics":{"scanRows":7,"scanBytes":70,"returnRows":0}}
            """);
  }

  @Test
  void databaseAndVariablesReachTheSession() {
    server.post(
        "/api/v1/catalogs/default_catalog/databases/de%20mo/sql",
        "{\"query\":\"NOTHING\",\"sessionVariables\":{\"query_timeout\":5,\"time_zone\":\"UTC\"}}");
    assertThat(server.sql.lastDatabase).isEqualTo("de mo");
    assertThat(server.sql.lastVariables)
        .containsEntry("query_timeout", "5")
        .containsEntry("time_zone", "UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG,400,Line 1, column 1: what is 'WRONG'?",
    "FULL,503,current running txns on db demo is 1, larger than limit 1",
    "CRASH,500,Broken invariant: java.lang.IllegalStateException: oops. This is a bug in Plimsoll."
  })
  void failureBeforeTheFirstRowHasACode(org.junit.jupiter.params.aggregator.ArgumentsAccessor row) {
    HttpResponse<String> answer = sql(row.getString(0));
    assertThat(answer.statusCode()).isEqualTo(row.getInteger(1));
    assertThat(answer.body()).startsWith("{\"status\":\"FAILED\",");
    assertThat(answer.body()).contains("\"msg\":\"" + row.getString(2));
  }

  @Test
  void failureAfterTheFirstRowIsTheLastLine() {
    HttpResponse<String> answer = sql("BREAKS");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .endsWith(ROW.repeat(3) + "{\"status\":\"FAILED\",\"msg\":\"Row 4 cannot be computed.\"}\n")
        .doesNotContain("statistics");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                | has no text 'query'
          {                 | The body is not JSON: Unexpected end-of-input
          []                | has no text 'query'
          {"query":5}       | has no text 'query'
          {"sql":"SELECT"}  | has no text 'query'
          SELECT 1          | The body is not JSON: Unrecognized token 'SELECT'
          """)
  void bodyThatIsNoStatementIsExplained(String body, String why) {
    HttpResponse<String> answer = server.post(PATH, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(why, "Send {\\\"query\\\":");
  }

  @Test
  void tooLongBodyIsRefused() {
    try (RawClient client = server.raw()) {
      client.send(
          "POST "
              + PATH
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + FakeServer.ROOT
              + "\r\nContent-Length: 30000000\r\n\r\n");
      client.send(new byte[30_000_000]);
      assertThat(client.rest())
          .startsWith("HTTP/1.1 400 ")
          .contains("The body is longer than 16777216 bytes.");
    }
  }

  @Test
  void readerThatStopsReadingStopsTheQuery() {
    try (RawClient client = server.raw()) {
      client.send(
          "POST "
              + PATH
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + FakeServer.ROOT
              + "\r\nContent-Length: 16\r\n\r\n{\"query\":\"MANY\"}");
      client.head();
      // Nobody reads on: what fits the buffers is a small part of 50 million rows.
      assertThat(client.bytes(1000)).contains("\"data\"");
    }
    awaitClosed();
    assertThat(server.sql.produced).isLessThan(5_000_000);
  }

  @Test
  void anonymousMayNotAsk() {
    assertThat(
            server
                .send(
                    java.net.http.HttpRequest.newBuilder(server.uri(PATH))
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(401);
  }
}
