package plimsoll.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Meter;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.ErrorLogs;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectReader;
import plimsoll.load.RejectedRows;
import plimsoll.load.UnreadableLogException;
import plimsoll.model.Label;
import plimsoll.model.Lenience;
import plimsoll.model.LoadState;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.server.http.CsvOptionsHeader;
import plimsoll.server.http.DryRunAnswer;
import plimsoll.server.http.FieldsHeader;
import plimsoll.server.http.NewTableHeader;
import plimsoll.server.http.SqlDesk;
import plimsoll.storage.InputFiles;

/** Work through the server that holds the data directory: SQL over HTTP, and Stream Load. */
public final class ServerClient implements Client {
  private static final String TOKEN_HEADER = "X-Plimsoll-Token";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * After a load's own time. Java's client looks for no answer while it waits for bytes to send.
   */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http;
  private final URI base;
  private final String credentialHeader;
  private final String credential;

  /**
   * Speaks to a server of this machine.
   *
   * @param port where it answers HTTP
   * @param token what its data directory's token file says
   */
  public ServerClient(int port, String token) {
    this(builder().build(), URI.create("http://127.0.0.1:" + port), TOKEN_HEADER, token);
  }

  /** Speaks to a server over the network, as a user with a password. */
  public ServerClient(RemoteServer server) {
    this(http(server), server.uri(), "Authorization", basic(server));
  }

  private ServerClient(HttpClient http, URI base, String credentialHeader, String credential) {
    this.http = http;
    this.base = base;
    this.credentialHeader = credentialHeader;
    this.credential = credential;
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT);
  }

  private static HttpClient http(RemoteServer server) {
    Path certificate = server.certificate();
    return certificate == null
        ? builder().build()
        : builder().sslContext(PinnedCertificate.context(certificate)).build();
  }

  private static String basic(RemoteServer server) {
    String text = server.user() + ":" + server.password();
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public SqlDesk.Answer sql(
      @Nullable String database, Map<String, String> variables, String statement) {
    ObjectNode body = json.createObjectNode().put("query", statement);
    variables.forEach(body.putObject("sessionVariables")::put);
    String within = database == null ? "" : "/databases/" + encode(database);
    HttpRequest request =
        request("/api/v1/catalogs/default_catalog" + within + "/sql")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<InputStream> response = send(request);
    if (response.statusCode() != 200) {
      throw failure(response);
    }
    return ServerAnswer.of(response.body());
  }

  /**
   * Sends at once, without {@code Expect: 100-continue}: Java 17's client never delivers the body
   * of an answer that comes instead of the 100, and would wait for ever after a refusal.
   */
  @Override
  public LoadOutcome load(LoadRequest load, Consumer<Meter> started) {
    requireText(load);
    SourceStream body = new SourceStream(load.source(), load.csv());
    started.accept(body);
    try (body) {
      HttpResponse<InputStream> response = exchange(request(load, body, false));
      if (response.statusCode() != 200) {
        throw failure(response);
      }
      return outcome(load, response);
    } catch (IOException e) {
      if (Unreachable.beforeRequest(e)) {
        throw unreachable(e);
      }
      throw ours(e)
          .orElseGet(
              () ->
                  ErrorCode.UNKNOWN_OUTCOME.reported(
                      "The connection to the server at "
                          + base
                          + " broke before it answered ("
                          + describe(e)
                          + ")."));
    }
  }

  @Override
  public DryRunReport dryRun(LoadRequest load, Consumer<Meter> started) {
    requireText(load);
    SourceStream body = new SourceStream(load.source(), load.csv());
    started.accept(body);
    try (body) {
      HttpResponse<InputStream> response = exchange(request(load, body, true));
      if (response.statusCode() != 200) {
        throw failure(response);
      }
      return dryRun(response);
    } catch (IOException e) {
      throw ours(e).orElseGet(() -> unreachable(e));
    }
  }

  /** A body comes front to back; a Parquet file is read from its end. */
  private static void requireText(LoadRequest load) {
    if (load.format() == InputFormat.PARQUET) {
      List<String> paths = load.source().files().map(InputFiles::paths).orElse(List.of());
      String path = paths.size() == 1 ? paths.get(0).replace("'", "''") : "PATH";
      throw ErrorCode.UNSUPPORTED.with(
          "Sending Parquet to a server",
          " Put it where the server can read it, and say there: LOAD DATA INFILE '"
              + path
              + "' INTO TABLE "
              + load.target()
              + " OPTIONS (format='parquet', mode='append').");
    }
  }

  private DryRunReport dryRun(HttpResponse<InputStream> response) throws IOException {
    JsonNode answer = json.readTree(response.body());
    boolean succeeds = answer.path("Status").asText().equals("Success");
    PlimsollException failure =
        succeeds ? null : failure(response, answer.path("Message").asText());
    if (failure != null && !answer.path("DryRun").asBoolean()) {
      throw failure;
    }
    return DryRunAnswer.parse(answer, failure);
  }

  private HttpRequest request(LoadRequest load, SourceStream body, boolean dry) {
    HttpRequest.Builder request =
        request(
                "/api/"
                    + encode(load.target().database())
                    + "/"
                    + encode(load.target().table())
                    + "/_stream_load")
            .header("label", load.label().text())
            .header(CsvOptionsHeader.NAME, CsvOptionsHeader.format(body.options()))
            .header("max_filter_ratio", Double.toString(load.bounds().maxFilterRatio()))
            .header("bad_values", badValues(load))
            .header("timeout", Long.toString(load.bounds().timeout().toSeconds()))
            .timeout(load.bounds().timeout().plus(ANSWER_TIME))
            .PUT(HttpRequest.BodyPublishers.ofInputStream(once(body)));
    if (load.bounds().memoryBytes() > 0) {
      request.header("load_mem_limit", Long.toString(load.bounds().memoryBytes()));
    }
    if (load.bounds().maxErrors() >= 0) {
      request.header("max_error_number", Long.toString(load.bounds().maxErrors()));
    }
    if (load.bounds().keptRejects() >= 0) {
      request.header("log_rejected_record_num", Long.toString(load.bounds().keptRejects()));
    }
    if (load.fields() != null) {
      request.header(FieldsHeader.NAME, FieldsHeader.format(load.fields()));
    }
    if (load.create() != null) {
      request.header(NewTableHeader.NAME, NewTableHeader.format(load.create()));
    }
    if (!load.stores().equals(Target.OFFLINE)) {
      request.header("target", load.stores().word());
    }
    if (load.stores().putIfAbsent()) {
      request.header("put_if_absent", "true");
    }
    if (dry) {
      request.header("dry_run", "true");
    }
    return request.build();
  }

  @Override
  public LabelState label(String database, Label label) {
    String path = "/api/" + encode(database) + "/get_load_state?label=" + encode(label.text());
    HttpResponse<InputStream> response = send(request(path).GET().build());
    if (response.statusCode() != 200) {
      throw failure(response);
    }
    try (InputStream body = response.body()) {
      JsonNode answer = json.readTree(body);
      if (!answer.has("state")) {
        throw failure(response, answer.path("msg").asText());
      }
      return new LabelState(
          LoadState.valueOf(answer.path("state").asText()), answer.path("reason").asText(""));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @Override
  public RejectedRows rejects(String log) {
    String path = "/api/_load_error_log?file=" + encode(log) + "&format=json";
    HttpResponse<InputStream> response = send(request(path).GET().build());
    if (response.statusCode() == HTTP_NOT_FOUND) {
      throw ErrorLogs.gone(log);
    }
    if (response.statusCode() != 200) {
      throw failure(response);
    }
    try {
      return new RejectReader(log, response.body());
    } catch (UnreadableLogException e) {
      throw ErrorLogs.unreadable(log, e);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static final int HTTP_NOT_FOUND = 404;

  /**
   * The stream, but only once: to send what is left of it again, as the HTTP client does after some
   * failures, would load a part of the rows.
   */
  private static Supplier<InputStream> once(InputStream body) {
    AtomicBoolean taken = new AtomicBoolean();
    return () -> {
      if (taken.getAndSet(true)) {
        throw ErrorCode.SERVER_UNREACHABLE.with(
            "its HTTP port", "the connection broke. Is it stopping?");
      }
      return body;
    };
  }

  private static String badValues(LoadRequest load) {
    return switch (load.badValues()) {
      case NULLIFY -> "null";
      case REJECT -> "reject";
      case ABORT -> "abort";
    };
  }

  private static Lenience lenience(JsonNode answer) {
    Map<String, Long> nulled = new HashMap<>();
    answer
        .path("NulledValues")
        .properties()
        .forEach(column -> nulled.put(column.getKey(), column.getValue().asLong()));
    return new Lenience(
        nulled,
        answer.path("NumberPaddedRows").asLong(),
        answer.path("NumberCutRows").asLong(),
        answer.path("NumberExpiredRows").asLong());
  }

  private LoadOutcome outcome(LoadRequest load, HttpResponse<InputStream> response)
      throws IOException {
    JsonNode answer = json.readTree(response.body());
    String status = answer.path("Status").asText();
    PlimsollException failure =
        status.equals("Success") ? null : failure(response, answer.path("Message").asText());
    String errorUrl = answer.path("ErrorURL").asText("");
    return new LoadOutcome(
        load.target(),
        answer.path("Label").asText(load.label().text()),
        answer.path("NumberLoadedRows").asLong(),
        answer.path("NumberFilteredRows").asLong(),
        answer.path("NumberUnselectedRows").asLong(),
        answer.path("LoadBytes").asLong(),
        answer.path("LoadTimeMs").asLong(),
        errorUrl.isEmpty() ? null : errorUrl.replaceFirst(".*[?&]file=", ""),
        answer.path("ExistingJobStatus").asText(null),
        failure,
        lenience(answer));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header(credentialHeader, credential);
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return exchange(request);
    } catch (IOException e) {
      throw ours(e).orElseGet(() -> unreachable(e));
    }
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.CANCELLED.because(e, "interrupted");
    }
  }

  /** What went wrong while reading the body to send. */
  private static Optional<PlimsollException> ours(IOException e) {
    return e.getCause() instanceof PlimsollException ours ? Optional.of(ours) : Optional.empty();
  }

  private PlimsollException unreachable(IOException e) {
    return Unreachable.failure(e, base);
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private PlimsollException failure(HttpResponse<InputStream> response) {
    String text;
    try (InputStream body = response.body()) {
      text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode answer = json.readTree(text);
      text = answer.path("msg").asText(answer.path("Message").asText(text));
    } catch (IOException e) {
      text = "";
    }
    String words = "The server at " + base + " answers HTTP " + response.statusCode() + ".";
    return failure(response, text.isBlank() ? words : text);
  }

  /** A failure with the server's words, and the blame that its status number tells. */
  private static PlimsollException failure(HttpResponse<?> response, String message) {
    return RemoteFailures.of(response, message);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    // Java 17's client ends with its last reference.
  }
}
