package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.config.Settings;
import plimsoll.model.TableName;
import plimsoll.server.http.HttpServer;
import plimsoll.storage.local.DataDirectoryLock;

/** Stream Load through the real engine: from the socket to visible rows. */
class HttpEngineTest {
  private static final TableName NAME = new TableName("demo", "flights");
  private static final String PATH = "/api/demo/flights/_stream_load";

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Plimsoll plimsoll;
  private HttpServer server;

  @BeforeEach
  void start() {
    plimsoll = Plimsoll.open(directory.resolve("data"), Settings.of(Map.of("http_port", "0")));
    server = HttpFrontEnd.start(plimsoll);
    sql("CREATE DATABASE demo");
    sql("CREATE TABLE demo.flights (day DATE, origin STRING, delay INT)");
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ofSeconds(5));
    plimsoll.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url()).resolve(path))
        .header("Authorization", "Basic cm9vdDo=");
  }

  private String send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private String sql(String statement) {
    return send(
        request("/api/v1/catalogs/default_catalog/sql")
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + statement + "\"}")));
  }

  private HttpRequest.Builder csv() {
    return request(PATH).header("column_separator", ",").header("strict_mode", "true");
  }

  private String load(String label, String body) {
    return send(csv().header("label", label).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private long rows() throws IOException {
    return plimsoll.lake().size(plimsoll.metastore().pointer(NAME).orElseThrow()).rows();
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(plimsoll.directory().resolve("warehouse"))) {
      return files.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void bodyBecomesRowsOnce() throws IOException {
    String body = "2024-01-01,ORD,5\n2024-01-02,LAX,-3\n";
    assertThat(load("day-1", body))
        .contains("\"Status\": \"Success\"", "\"NumberLoadedRows\": 2", "\"LoadBytes\": 35");
    assertThat(load("day-1", body))
        .contains("\"Status\": \"Label Already Exists\"", "\"ExistingJobStatus\": \"FINISHED\"");
    assertThat(rows()).isEqualTo(2);
    assertThat(send(request("/api/demo/get_load_state?label=day-1")))
        .startsWith("{\"state\":\"VISIBLE\"");
  }

  @Test
  void rejectedRowsAreReadAtTheErrorUrl() throws IOException {
    String answer =
        send(
            csv()
                .header("max_filter_ratio", "0.5")
                .PUT(HttpRequest.BodyPublishers.ofString("2024-01-01,ORD,5\nnonsense,ORD,5,6\n")));
    assertThat(answer)
        .contains("\"Status\": \"Success\"", "\"NumberTotalRows\": 2", "\"NumberFilteredRows\": 1");
    String url = answer.replaceAll("(?s).*\"ErrorURL\": \"([^\"]+)\".*", "$1");
    assertThat(send(HttpRequest.newBuilder(URI.create(url))))
        .startsWith(
            "Error: Value count does not match column count: expected = 3, actual = 4."
                + " Row: nonsense,ORD,5,6\n")
        .contains("2 | nonsense,ORD,5,6");
  }

  @Test
  void curlLoadsAFileAndAPipe() throws Exception {
    Path file = directory.resolve("flights.csv");
    Files.writeString(file, "day,origin,delay\n" + "2024-01-01,ORD,5\n".repeat(200_000));
    assertThat(curl(file, "-H", "label: c1", "-H", "Expect: 100-continue", "-T", file.toString()))
        .contains("\"Status\": \"Success\"", "\"NumberLoadedRows\": 200000,");
    assertThat(curl(file, "-H", "label: c2", "-T", "-"))
        .contains("\"Status\": \"Success\"", "\"NumberLoadedRows\": 200000,");
    assertThat(curl(file, "-H", "label: c1", "-T", file.toString()))
        .contains("\"Label Already Exists\"", "\"FINISHED\"");
    assertThat(rows()).isEqualTo(400_000);
  }

  private String curl(Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-u", "root:"));
    command.addAll(List.of("-H", "column_separator:,", "-H", "skip_header:1"));
    command.addAll(List.of(arguments));
    command.add(URI.create(server.url()).resolve(PATH).toString());
    Process curl;
    try {
      curl = new ProcessBuilder(command).redirectInput(in.toFile()).start();
    } catch (IOException e) {
      return Assumptions.abort("no curl here");
    }
    String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(curl.waitFor()).isZero();
    return answer;
  }

  @Test
  void compressedBodyIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("2024-01-01,ORD,5\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(
            send(
                csv()
                    .header("Content-Encoding", "gzip")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))))
        .contains("\"NumberLoadedRows\": 1000", "\"LoadBytes\": " + packed.size() + ",");
  }

  @Test
  void cutOffBodyLeavesNothingBehind() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "PUT "
              + PATH
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic cm9vdDo=\r\ncolumn_separator: ,\r\n"
              + "label: half\r\nContent-Length: 9000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket
          .getOutputStream()
          .write("2024-01-01,ORD,5\n".repeat(400_000).getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains(
              "\"Status\": \"Fail\"",
              "receive body don't equal with body bytes: expected 9000000 bytes, received 6800000");
    }
    assertThat(rows()).isZero();
    assertThat(dataFiles()).isEmpty();
    assertThat(load("half", "2024-01-01,ORD,5\n")).contains("\"Success\"");
  }

  @Test
  void cancelAndTimeoutSayWhy() throws IOException {
    for (String header : List.of("", "timeout: 1\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        String head =
            "PUT "
                + PATH
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic cm9vdDo=\r\ncolumn_separator: ,\r\n"
                + header
                + "label: slow\r\nContent-Length: 9000000\r\n\r\n2024-01-01,ORD,5\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        if (header.isEmpty()) {
          while (plimsoll.loads().running().all().isEmpty()) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
          }
          assertThat(send(request("/api/plimsoll/status")))
              .contains("\"label\":\"slow\"", "\"totalBytes\":9000000");
          assertThat(
                  send(
                      request("/api/demo/flights/_cancel?label=slow")
                          .POST(HttpRequest.BodyPublishers.noBody())))
              .startsWith("{\"status\":\"OK\"");
        }
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains(
                "\"Status\": \"Fail\"",
                header.isEmpty()
                    ? "\"Message\": \"user cancel\""
                    : "\"Message\": \"Load slow took longer than its timeout of 1 s");
      }
    }
    assertThat(rows()).isZero();
  }

  @Test
  void statementsRunAndAnswer() {
    load("day-1", "2024-01-01,ORD,5\n2024-01-02,LAX,-3\n");
    assertThat(sql("SELECT origin, delay, day FROM demo.flights ORDER BY 1"))
        .startsWith("{\"connectionId\":")
        .contains(
            "\n{\"data\":[\"LAX\",-3,\"2024-01-02\"]}\n{\"data\":[\"ORD\",5,\"2024-01-01\"]}\n")
        .endsWith("\"returnRows\":2}}\n");
    assertThat(sql("SELECT nothing FROM demo.flights"))
        .startsWith("{\"status\":\"FAILED\",\"code\":\"1\",\"msg\":\"");
    assertThat(sql("SELECT 1; SELECT 2")).startsWith("{\"status\":\"FAILED\"");
  }

  @Test
  void errorLogOfAStatementHasAnAddress() {
    load("day-1", "2024-01-01,ORD,5,6\n");
    send(
        csv()
            .header("label", "day-2")
            .header("max_filter_ratio", "0.5")
            .PUT(HttpRequest.BodyPublishers.ofString("2024-01-01,ORD,5\nnonsense,ORD,5,6\n")));
    assertThat(sql("SHOW LOAD FROM demo")).contains(server.url() + "api/_load_error_log?file=");
  }

  @Test
  void otherProcessesFindServerAndToken() throws IOException {
    assertThat(DataDirectoryLock.holder(plimsoll.directory()).orElseThrow().httpPort())
        .isEqualTo(server.port());
    String token = DataDirectoryLock.token(plimsoll.directory()).orElseThrow();
    HttpRequest.Builder state =
        HttpRequest.newBuilder(
                URI.create(server.url()).resolve("/api/demo/get_load_state?label=day-1"))
            .header("X-Plimsoll-Token", token);
    assertThat(send(state)).startsWith("{\"state\":\"UNKNOWN\"");
  }

  @Test
  void parallelSmallLoadsAreAllThere() throws IOException {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(
          client.sendAsync(
              csv()
                  .header("label", "l" + i)
                  .PUT(HttpRequest.BodyPublishers.ofString("2024-01-01,ORD,5\n".repeat(10)))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    answers.forEach(
        answer ->
            assertThat(answer.join().body())
                .contains("\"Status\": \"Success\"", "\"NumberLoadedRows\": 10,"));
    assertThat(rows()).isEqualTo(640);
    assertThat(send(request("/metrics")))
        .contains(
            "plimsoll_loads_total{kind=\"stream\",state=\"visible\"} 64.0",
            "plimsoll_load_rows_total{outcome=\"loaded\"} 640.0");
  }
}
