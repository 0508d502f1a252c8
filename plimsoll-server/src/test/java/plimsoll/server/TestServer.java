package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.error.PlimsollException;
import plimsoll.model.Table;
import plimsoll.server.http.HttpServer;
import plimsoll.server.http.SqlDesk;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** The whole server on a directory of its own, and what a client or an auditor asks of it. */
final class TestServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  final Plimsoll plimsoll;
  private final HttpServer http;
  private final SqlDesk desk;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** On the local disk. */
  TestServer(Path directory) {
    this(directory, new LocalStorage());
  }

  TestServer(Path directory, Storage storage) {
    this(directory, storage, Map.of());
  }

  /** With settings beside a free port. */
  TestServer(Path directory, Storage storage, Map<String, String> settings) {
    this(directory, storage, Settings.of(Map.of("http_port", "0")).with(settings));
  }

  /** With exactly these settings. */
  TestServer(Path directory, Storage storage, Settings settings) {
    plimsoll = Plimsoll.open(directory, settings, storage);
    desk = plimsoll.sql(log -> "http://here/" + log);
    http = HttpFrontEnd.start(plimsoll);
  }

  @Override
  public void close() {
    http.close();
    plimsoll.close();
  }

  URI uri(String path) {
    return URI.create(http.url()).resolve(path);
  }

  int port() {
    return http.port();
  }

  // ---- SQL

  /** Rows of a statement, values separated by {@code |}. */
  List<String> rows(String statement) {
    return rows(null, statement);
  }

  List<String> rows(@Nullable String database, String statement) {
    List<String> rows = new ArrayList<>();
    try (SqlDesk.Answer answer = desk.run(UserName.ROOT, "test", database, Map.of(), statement)) {
      for (var row = answer.next(); row != null; row = answer.next()) {
        rows.add(row.stream().map(String::valueOf).collect(Collectors.joining("|")));
      }
    }
    return rows;
  }

  /** The one value of a statement that gives one. */
  String value(String statement) {
    List<String> rows = rows(statement);
    assertThat(rows).as(statement).hasSize(1);
    return rows.get(0);
  }

  /** How a statement that must fail fails. */
  PlimsollException failure(@Nullable String database, String statement) {
    PlimsollException failure =
        catchThrowableOfType(PlimsollException.class, () -> rows(database, statement));
    assertThat(failure).as("failure of: " + statement).isNotNull();
    return failure;
  }

  /** One statement over HTTP: status, then body. */
  HttpResponse<String> sqlOverHttp(String path, String statement) {
    String body = JSON.createObjectNode().put("query", statement).toString();
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  // ---- HTTP

  /** A request of {@code root}. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic cm9vdDo=");
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return client
        .sendAsync(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString())
        .join();
  }

  String get(String path) {
    return send(request(path)).body();
  }

  /** A Stream Load of text; headers as name, value, name, value. */
  JsonNode load(String table, String body, String... headers) {
    return load(table, BodyPublishers.ofString(body), headers);
  }

  JsonNode load(String table, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = request("/api/" + table.replace('.', '/') + "/_stream_load");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer = send(request.PUT(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  String labelState(String database, String label) {
    return json(get("/api/" + database + "/get_load_state?label=" + label)).path("state").asText();
  }

  /** The head of a Stream Load on a socket, ready for a body. */
  Socket socket(String table, String... lines) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(30_000);
    String head =
        "PUT /api/"
            + table.replace('.', '/')
            + "/_stream_load HTTP/1.1\r\nHost: localhost\r\n"
            + "Authorization: Basic cm9vdDo=\r\ncolumn_separator: ,\r\n"
            + String.join("\r\n", Arrays.asList(lines))
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  void awaitRunning(int loads) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (plimsoll.loads().running().all().size() != loads) {
      assertThat(System.nanoTime()).as("waiting for " + loads + " running loads").isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  // ---- what is there

  /**
   * All that a load or a statement could leave behind, except the record and the rejected rows of
   * an aborted load, which are kept on purpose.
   */
  record Traces(List<String> files, List<String> rows, int running) {}

  Traces traces() {
    List<String> rows = new ArrayList<>();
    for (String database : plimsoll.metastore().databases()) {
      rows.add(database);
      plimsoll.metastore().tables(database).forEach(table -> rows.add(size(table)));
    }
    return new Traces(files(), rows, plimsoll.loads().running().all().size());
  }

  private String size(Table table) {
    try {
      String location = plimsoll.metastore().pointer(table.name()).orElseThrow();
      return table.name() + ": " + plimsoll.lake().size(location).rows();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of tables and spilled queries. */
  private List<String> files() {
    List<String> files = new ArrayList<>();
    for (String part : List.of("warehouse", "load-spill", "spill")) {
      Path directory = plimsoll.directory().resolve(part);
      if (Files.exists(directory)) {
        try (Stream<Path> all = Files.walk(directory)) {
          all.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(files::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return files;
  }

  /** The server is as it was, and works. */
  void assertUntouched(Traces before) {
    assertThat(traces()).isEqualTo(before);
    assertThat(send(request("/api/health")).statusCode()).isEqualTo(200);
  }
}
