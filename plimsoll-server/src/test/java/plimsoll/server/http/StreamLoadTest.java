package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Stream Load, byte for byte. */
class StreamLoadTest {
  private static final String NO_COUNTS =
      """
          "NumberTotalRows": 0,
          "NumberLoadedRows": 0,
          "NumberFilteredRows": 0,
          "NumberUnselectedRows": 0,
          "LoadBytes": 0,
          "LoadTimeMs": 0,
          "BeginTxnTimeMs": 0,
          "StreamLoadPlanTimeMs": 0,
          "ReadDataTimeMs": 0,
          "WriteDataTimeMs": 0,
          "CommitAndPublishTimeMs": 0
      }""";

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

  @Test
  void dryRunIsAnsweredAsSuchAndNeedsNoFreeLabel() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .header("label", "dry_1")
                .header("dry_run", "true")
                .PUT(HttpRequest.BodyPublishers.ofString("a\n")));
    assertThat(answer.body())
        .contains("\"TxnId\": -1", "\"DryRun\": true", "\"Status\": \"Success\"", "\"Rejects\": [");
    assertThat(server.loads.last.dry()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dry_run|maybe|Header 'dry_run' is 'maybe'",
        "X-Plimsoll-New-Table|[]|names no columns",
        "X-Plimsoll-New-Table|[[\"61\",\"NUMBER\"]]|is not readable",
        "X-Plimsoll-New-Table|[[\"6\",\"INT\"]]|is not readable",
        "X-Plimsoll-New-Table|{|is not readable",
      })
  void headersOfOursAreCheckedBeforeTheBodyIsRead(String header, String value, String why) {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .header(header, value)
                .PUT(HttpRequest.BodyPublishers.ofString("a\n")));
    assertThat(answer.body()).contains("\"Status\": \"Fail\"", why);
  }

  @Test
  void errorOfTheServersOwnIsAnAnswerToo() {
    server.loads.beforeReading =
        () -> {
          throw new NoClassDefFoundError("plimsoll/Gone");
        };
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .PUT(HttpRequest.BodyPublishers.ofString("a\n")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"Status\": \"Fail\"", "plimsoll/Gone");
  }

  @Test
  void successHasEveryKeyInOrder() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .header("label", "orders_1")
                .header("max_filter_ratio", "0.5")
                .PUT(HttpRequest.BodyPublishers.ofString("a\nbad\ngone\nb\n")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body().replaceAll("\"BeginTxnTimeMs\": \\d+", "\"BeginTxnTimeMs\": 0"))
        .isEqualTo(
            """
            {
                "TxnId": 8317,
                "Label": "orders_1",
                "Status": "Success",
                "Message": "OK",
                "NumberTotalRows": 4,
                "NumberLoadedRows": 2,
                "NumberFilteredRows": 1,
                "NumberUnselectedRows": 1,
                "LoadBytes": 13,
                "LoadTimeMs": 93,
                "BeginTxnTimeMs": 0,
                "StreamLoadPlanTimeMs": 4,
                "ReadDataTimeMs": 1,
                "WriteDataTimeMs": 41,
                "CommitAndPublishTimeMs": 30,
                "ErrorURL": "http://127.0.0.1:%d/api/_load_error_log?file=error_log_5e40c1b2a90d4471_b6a1f4d2c3e19a08"
            }"""
                .formatted(server.port()));
  }

  @Test
  void cleanLoadHasNoErrorUrl() {
    assertThat(server.load("a", "x\n").body())
        .contains("\"Status\": \"Success\"")
        .doesNotContain("ErrorURL");
  }

  @Test
  void tooManyFilteredKeepsCountsAndErrorUrl() {
    assertThat(server.load("a", "x\nbad\n").body())
        .contains(
            "\"Status\": \"Fail\"",
            "\"Message\": \"too many filtered rows\"",
            "\"NumberTotalRows\": 2",
            "\"NumberFilteredRows\": 1",
            "\"ErrorURL\": \"http://");
  }

  @Test
  void emptyBodyIsAnError() {
    HttpResponse<String> answer = server.load("a", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"Status\": \"Fail\"", "\"Message\": \"all partitions have no load data\"");
  }

  @Test
  void labelOfFinishedLoadIsFinished() {
    server.load("a", "x\n");
    assertThat(server.load("a", "x\n").body())
        .isEqualTo(
            """
            {
                "TxnId": -1,
                "Label": "a",
                "Status": "Label Already Exists",
                "ExistingJobStatus": "FINISHED",
                "Message": "Label [a] has already been used.",
            """
                + NO_COUNTS);
  }

  @Test
  void labelOfRunningLoadIsRunning() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading =
        () -> {
          reading.countDown();
          await(go);
        };
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> server.load("a", "x\n"));
    reading.await();
    assertThat(server.load("a", "x\n").body())
        .contains(
            "\"TxnId\": -1",
            "\"Status\": \"Label Already Exists\",\n    \"ExistingJobStatus\": \"RUNNING\"");
    go.countDown();
    assertThat(first.join().body()).contains("\"Success\"");
  }

  @Test
  void labelOfFailedLoadIsFree() {
    server.load("a", "bad\n");
    assertThat(server.load("a", "x\n").body()).contains("\"Status\": \"Success\"");
  }

  @Test
  void badLabelIsToldWithItsPattern() {
    assertThat(server.load("a b", "x\n").body())
        .isEqualTo(
            """
            {
                "TxnId": -1,
                "Label": "a b",
                "Status": "Fail",
                "Message": "Label format error. regex: ^[-\\\\w]{1,128}$, label: a b",
            """
                + NO_COUNTS);
  }

  @Test
  void missingLabelIsGenerated() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .PUT(HttpRequest.BodyPublishers.ofString("x\n")));
    assertThat(answer.body())
        .containsPattern("\"Label\": \"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"")
        .contains("\"Status\": \"Success\"");
    assertThat(server.loads.last.label().generated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/nowhere/flights/_stream_load | unknown database, database=nowhere
          /api/demo/nothing/_stream_load    | Unknown table 'demo.nothing'.
          """)
  void unknownTargetIsNamed(String path, String message) {
    HttpResponse<String> answer =
        server.send(server.request(path).PUT(HttpRequest.BodyPublishers.ofString("x\n")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"TxnId\": -1", "\"Status\": \"Fail\"", "\"Message\": \"" + message + "\"");
  }

  @Test
  void percentEncodedNamesAreDecoded() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/d%65mo/fl%69ghts/_stream_load")
                .PUT(HttpRequest.BodyPublishers.ofString("x\n")));
    assertThat(answer.body()).contains("\"Status\": \"Success\"");
  }

  @Test
  void refusedHeaderIsToldBeforeTheTableIsLookedUp() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/nothing/_stream_load")
                .header("where", "a > 1")
                .PUT(HttpRequest.BodyPublishers.ofString("x\n")));
    assertThat(answer.body()).contains("Header 'where' is not supported yet.");
  }

  @Test
  void optionsGetHeadersInLowerCaseWithoutHttpsOwn() {
    server.send(
        server
            .request("/api/demo/flights/_stream_load")
            .header("Column_Separator", ",")
            .header("Content-Encoding", "identity")
            .header("label", "a")
            .PUT(HttpRequest.BodyPublishers.ofString("x\n")));
    assertThat(server.lastHeaders)
        .containsOnlyKeys("column_separator", "content-encoding")
        .containsEntry("column_separator", ",");
  }

  @Test
  void requestSaysWhoAskedAndHasNoSecrets() {
    server.load("a", "x\n");
    assertThat(server.loads.last.requester().user()).isEqualTo("root");
    assertThat(server.loads.last.requester().origin()).isEqualTo("127.0.0.1");
    assertThat(server.loads.last.requester().statement())
        .isEqualTo("PUT /api/demo/flights/_stream_load");
  }

  @Test
  void parallelSmallLoadsAllSucceed() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      answers.add(
          server.client.sendAsync(
              server
                  .request("/api/demo/flights/_stream_load")
                  .header("label", "l" + i)
                  .PUT(HttpRequest.BodyPublishers.ofString("row\n".repeat(i + 1)))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).join().body())
          .contains("\"Label\": \"l" + i + "\"", "\"NumberLoadedRows\": " + (i + 1) + ",");
    }
  }

  @Test
  void loadsBeyondTheLimitAreRefused() throws Exception {
    server.close();
    HttpSettings few = FakeServer.settings();
    server =
        new FakeServer(
            directory,
            new HttpSettings(
                few.host(),
                0,
                100,
                32,
                1,
                few.idleTimeout(),
                few.requestHeaderBytes(),
                few.sqlBodyBytes(),
                few.drainBytes(),
                few.drainTime()));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading =
        () -> {
          reading.countDown();
          await(go);
        };
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> server.load("a", "x\n"));
    reading.await();
    assertThat(server.load("b", "x\n").body())
        .contains("\"Message\": \"current running txns on db demo is 1, larger than limit 1\"");
    go.countDown();
    first.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
