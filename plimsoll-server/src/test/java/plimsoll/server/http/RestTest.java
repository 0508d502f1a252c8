package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.load.LoadReport;

/** The helpers around loads, byte for byte where clients read them. */
class RestTest {
  private static final String OK =
      "\"status\":\"OK\",\"code\":\"0\",\"msg\":\"Success\",\"message\":\"OK\"}";

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

  private static String failed(String why) {
    return "{\"status\":\"FAILED\",\"code\":\"1\",\"msg\":\"%s\",\"message\":\"%s\"}"
        .formatted(why, why);
  }

  @Test
  void stateOfEachLabelIsTold() {
    server.load("done", "x\n");
    server.load("failed", "bad\n");
    String path = "/api/demo/get_load_state?label=";
    assertThat(server.get(path + "done").body())
        .isEqualTo("{\"state\":\"VISIBLE\",\"reason\":\"\"," + OK);
    assertThat(server.get(path + "failed").body())
        .isEqualTo("{\"state\":\"ABORTED\",\"reason\":\"too many filtered rows\"," + OK);
    assertThat(server.get(path + "never").body())
        .isEqualTo("{\"state\":\"UNKNOWN\",\"reason\":\"\"," + OK);
    assertThat(server.get(path + "no%20label").body()).contains("\"state\":\"UNKNOWN\"");
    assertThat(server.get("/api/empty/get_load_state?label=done").body()).contains("UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/demo/get_load_state            | No label selected.
          /api/demo/get_load_state?label=     | No label selected.
          /api//get_load_state?label=a        | No database selected.
          /api/nowhere/get_load_state?label=a | unknown database, database=nowhere
          """)
  void stateWithoutNamesIsRefused(String path, String why) {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(failed(why));
  }

  @Test
  void runningLoadIsPreparingAndCanBeCancelledByEitherPath() throws Exception {
    for (String cancel :
        new String[] {"/api/demo/flights/_cancel?label=r1", "/api/demo/r1/_cancel"}) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      server.loads.beforeReading =
          () -> {
            reading.countDown();
            await(go);
          };
      CompletableFuture<HttpResponse<String>> load =
          CompletableFuture.supplyAsync(() -> server.load("r1", "x\n"));
      reading.await();
      assertThat(server.get("/api/demo/get_load_state?label=r1").body())
          .isEqualTo("{\"state\":\"PREPARE\",\"reason\":\"\"," + OK);
      assertThat(server.post(cancel, "").body()).isEqualTo("{" + OK);
      go.countDown();
      assertThat(load.join().body()).contains("\"Status\": \"Fail\"", "user cancel");
    }
  }

  @Test
  void whatDoesNotRunCannotBeCancelled() {
    server.load("done", "x\n");
    assertThat(server.post("/api/demo/flights/_cancel?label=done", "").body())
        .isEqualTo(failed("Can not abort VISIBLE transaction 8317, label is done"));
    assertThat(server.post("/api/demo/never/_cancel", "").body())
        .isEqualTo(failed("No running load with label 'never' in database 'demo'."));
    assertThat(server.post("/api/demo/_cancel", "").body()).isEqualTo(failed("No label selected."));
  }

  @Test
  void schemaNamesPrimitiveTypes() {
    assertThat(server.get("/api/demo/flights/_schema").body())
        .isEqualTo(
            "{\"status\":200,\"properties\":["
                + "{\"name\":\"origin\",\"type\":\"VARCHAR\",\"comment\":\"\"},"
                + "{\"name\":\"delay\",\"type\":\"INT\",\"comment\":\"minutes\"},"
                + "{\"name\":\"price\",\"type\":\"DECIMAL64\",\"comment\":\"\","
                + "\"precision\":\"10\",\"scale\":\"2\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/demo/t/_schema,404,Table [t] does not exists",
    "/api/d/t/_schema,404,Database [d] does not exists",
    "/api/demo//_schema,400,No database or table selected."
  })
  void schemaFailsWithRealCodes(String path, int code, String why) {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.body())
        .isEqualTo("{\"status\":%d,\"exception\":\"%s\"}".formatted(code, why));
  }

  @Test
  void healthIsOneOfOne() {
    assertThat(server.get("/api/health").body())
        .isEqualTo(
            "{\"status\":\"OK\",\"online_backend_num\":1,\"total_backend_num\":1,"
                + "\"code\":\"0\",\"msg\":\"Success\",\"message\":\"OK\"}");
  }

  @Test
  void bootstrapTellsNumbersOnlyToTheToken() throws Exception {
    String zeros = ",\"replayedJournalId\":0,\"queryPort\":0,\"rpcPort\":0,\"feStartTime\":0}";
    String ok = "{\"status\":\"OK\",\"code\":\"0\",\"msg\":\"Success\",\"message\":\"OK\"";
    assertThat(server.get("/api/bootstrap").body()).isEqualTo(ok + zeros);
    assertThat(server.get("/api/bootstrap?token=guess").body()).isEqualTo(ok + zeros);
    JsonNode told =
        Json.MAPPER.readTree(server.get("/api/bootstrap?token=" + FakeServer.TOKEN).body());
    assertThat(told.path("queryPort").asInt()).isEqualTo(9030);
    assertThat(told.path("feVersion").asText()).isEqualTo("0.1.0");
    assertThat(told.path("feStartTime").asLong()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/transaction/begin",
        "/api/transaction/load",
        "/api/transaction/commit",
        "/api/demo/flights/_nothing",
        "/nothing"
      })
  void unknownPathIsNotImplementedForPost(String path) {
    HttpResponse<String> answer = server.post(path, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(failed("Not implemented"));
  }

  @Test
  void unknownPathIsNotFoundForGet() {
    assertThat(server.get("/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> other = server.get("/api/demo/flights/_stream_load");
    assertThat(other.statusCode()).isEqualTo(405);
    assertThat(other.headers().firstValue("allow")).hasValue("PUT");
    assertThat(other.body()).isEqualTo(failed("Use PUT for this path."));
  }

  @Test
  void errorLogTellsOfEachRowWhatIsWrongWhere() {
    HttpResponse<String> answer =
        server.get("/api/_load_error_log?file=error_log_5e40c1b2a90d4471_b6a1f4d2c3e19a08");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain;charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            """
            Error: Value count does not match column count: expected = 3, actual = 1. Row: bad\\nrow
              at request body:4:4 (byte 17)
                3 | bad\\nrow
                  |         ^
                expected 3 fields; short_rows=pad reads the missing ones as NULL
            """
                .repeat(2));
  }

  @Test
  void errorLogCanBeHadAsInputAndAsLines() {
    String log = "/api/_load_error_log?file=error_log_5e40c1b2a90d4471_b6a1f4d2c3e19a08&format=";
    assertThat(server.get(log + "csv").body()).isEqualTo("bad\nrow\n".repeat(2));
    HttpResponse<String> lines = server.get(log + "json");
    assertThat(lines.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    assertThat(lines.body()).startsWith("{\"rejected_rows\":2}\n{\"source\":\"request body\",");
    assertThat(lines.body().lines()).hasSize(3);
    assertThat(server.get(log + "xml").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?file=",
        "?file=../token",
        "?file=error_log_1_2/../../token",
        "?file=%2e%2e%2ftoken",
        "?file=error_log_1_2%00",
        "?file=error_log_g_1",
        "?file=/etc/passwd",
        "?file=error_log_1_2.jsonl",
        "?file=error_log_5e40c1b2a90d44710_1",
        "?file=error_log_1_2%0a"
      })
  void errorLogTakesOnlyNamesOfErrorLogs(String query) {
    HttpResponse<String> answer = server.get("/api/_load_error_log" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("'file' must be the name of an error log");
  }

  @Test
  void errorLogThatIsGoneIsNotFound() {
    assertThat(server.get("/api/_load_error_log?file=error_log_1_2").statusCode()).isEqualTo(404);
  }

  @Test
  void metricsCountLoadsRowsAndBytes() {
    server.loads.holder("demo", plimsoll.model.Label.given("x"));
    server.load("a", "x\ny\n");
    server.metrics.loadEnded(new LoadReport(server.ended().get(0), null, Optional.empty()));
    server.metrics.watchRunning(() -> 3);
    server.metrics.watchGroupSize(() -> 17);
    server.metrics.statementEnded(true, Duration.ofMillis(3));
    HttpResponse<String> answer = server.get("/metrics");
    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains(
            "plimsoll_loads_total{kind=\"stream\",state=\"visible\"} 1.0",
            "plimsoll_load_rows_total{outcome=\"loaded\"} 2.0",
            "plimsoll_load_rows_total{outcome=\"filtered\"} 0.0",
            "plimsoll_load_bytes_total 4.0",
            "plimsoll_load_duration_seconds_bucket{kind=\"stream\",le=\"0.1\"} 1",
            "plimsoll_loads_running 3.0",
            "plimsoll_commit_group_size 17.0",
            "plimsoll_statement_duration_seconds_count{outcome=\"ok\"} 1",
            "jvm_memory_used_bytes",
            "process_uptime_seconds");
  }

  @Test
  void statusShowsWhatTheConsoleNeeds() throws Exception {
    server.load("a", "x\nbad\n");
    server.load("b", "x\n");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading =
        () -> {
          reading.countDown();
          await(go);
        };
    CompletableFuture<HttpResponse<String>> load =
        CompletableFuture.supplyAsync(() -> server.load("c", "x\n"));
    reading.await();
    JsonNode status = Json.MAPPER.readTree(server.get("/api/plimsoll/status").body());
    go.countDown();
    load.join();
    assertThat(status.at("/server/version").asText()).isEqualTo("0.1.0");
    assertThat(status.at("/server/httpPort").asInt()).isEqualTo(server.port());
    assertThat(status.at("/running/0/label").asText()).isEqualTo("c");
    assertThat(status.at("/running/0/totalBytes").asInt()).isEqualTo(2);
    assertThat(status.at("/recent/0/label").asText()).isEqualTo("b");
    assertThat(status.at("/recent/0/state").asText()).isEqualTo("VISIBLE");
    assertThat(status.at("/recent/1/reason").asText()).isEqualTo("too many filtered rows");
    assertThat(status.at("/recent/1/errorLog").asText()).startsWith("error_log_");
    assertThat(status.at("/tables/0/table").asText()).isEqualTo("flights");
    assertThat(status.at("/tables/0/rows").asInt()).isEqualTo(12);
    assertThat(status.at("/tables/0/lastLoad").asText()).startsWith("2026-03-01T10:00:00");
    assertThat(status.path("throughput").isArray()).isTrue();
  }

  @Test
  void consoleLoadsNothingFromElsewhere() {
    HttpResponse<String> page = server.get("/");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'");
    for (String path : new String[] {"/", "/console.css", "/console.js", "/favicon.svg"}) {
      assertThat(server.get(path).body().replace("http://www.w3.org/2000/svg", ""))
          .doesNotContain("http://", "https://", "//cdn");
    }
    assertThat(server.get("/console.html").statusCode()).isEqualTo(404);
    assertThat(server.get("/../pom.xml").statusCode()).isIn(400, 404);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
