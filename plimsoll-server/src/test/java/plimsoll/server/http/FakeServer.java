package plimsoll.server.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import plimsoll.access.AccessControl;
import plimsoll.error.ErrorCode;
import plimsoll.load.LoadBounds;
import plimsoll.load.RejectedRows;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.model.LoadRecord;
import plimsoll.model.PointerChange;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.online.RocksOnline;
import plimsoll.online.store.OnlineMemory;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.auth.Logins;
import plimsoll.server.online.PointReads;
import plimsoll.storage.local.LocalStorage;
import plimsoll.testkit.ModelMetastore;

/**
 * The real front end on a free port in front of a fake engine with one table, {@code demo.flights}.
 */
final class FakeServer implements AutoCloseable {
  static final String ROOT =
      "Basic " + Base64.getEncoder().encodeToString("root:".getBytes(StandardCharsets.UTF_8));
  static final String TOKEN = "5e40c1b2a90d4471b6a1f4d2c3e19a08";
  static final Table FLIGHTS =
      Table.of(
          UUID.fromString("00000000-0000-0000-0000-000000000001"),
          new TableName("demo", "flights"),
          new Schema(
              List.of(
                  Column.of(1, "origin", new DataType.Varchar(3, false)),
                  new Column(2, "delay", DataType.Scalar.INT, true, null, "minutes"),
                  Column.of(3, "price", new DataType.Decimal(10, 2)))));

  final ModelMetastore catalog = catalog();
  final FakeLoads loads = new FakeLoads(catalog);
  final ServerMetrics metrics = new ServerMetrics();
  final FakeSql sql = new FakeSql();
  final AccessControl access = new AccessControl(catalog.accounts());
  final PointReads reads;
  final HttpServer server;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  volatile Map<String, String> lastHeaders = Map.of();

  private static ModelMetastore catalog() {
    ModelMetastore catalog = new ModelMetastore();
    catalog.createDatabase("demo", Map.of());
    catalog.createDatabase("empty", Map.of());
    catalog.createTable(FLIGHTS, new PointerChange(FLIGHTS, null, "first.metadata.json"));
    return catalog;
  }

  /** Loads that ended, newest first. */
  List<LoadRecord> ended() {
    return catalog.loads(null, 1000);
  }

  static HttpSettings settings() {
    return HttpSettings.on("127.0.0.1", 0, 4096);
  }

  FakeServer(Path directory) {
    this(directory, settings());
  }

  FakeServer(Path directory, HttpSettings settings) {
    RocksOnline online =
        new RocksOnline(
            new LocalStorage(),
            directory.resolve("online"),
            OnlineMemory.DEFAULT,
            catalog::onlineProgress);
    reads = new PointReads(catalog, online, Clock.systemUTC());
    Backend backend =
        new Backend(
            loads,
            this::options,
            sql,
            reads,
            new NoOffline(),
            catalog,
            table -> Optional.of(new TableSizes.Size(12, 3456)),
            FakeServer::log,
            metrics,
            new ServerInfo("0.1.0", Instant.now(), directory.toString(), 9030),
            access,
            new Logins(access, new LoginFailures()),
            AuditLog.NONE);
    server = HttpServer.start(settings, backend, TOKEN, null);
  }

  private StreamLoadHeaders.Options options(Map<String, String> headers) {
    lastHeaders = headers;
    if (headers.containsKey("where")) {
      throw ErrorCode.UNSUPPORTED.with("Header 'where'", "");
    }
    Duration timeout =
        Duration.ofMillis(
            (long) (1000 * Double.parseDouble(headers.getOrDefault("timeout", "600"))));
    double ratio = Double.parseDouble(headers.getOrDefault("max_filter_ratio", "0"));
    return new StreamLoadHeaders.Options(
        CsvOptions.starrocks(),
        null,
        BadValuePolicy.NULLIFY,
        LoadBounds.within(timeout).bearing(ratio).refusingEmpty(true),
        ZoneOffset.UTC,
        Target.OFFLINE,
        List.of());
  }

  private static Optional<RejectedRows> log(String name) {
    if (!name.equals("error_log_5e40c1b2a90d4471_b6a1f4d2c3e19a08")) {
      return Optional.empty();
    }
    byte[] raw = "bad\nrow".getBytes(StandardCharsets.UTF_8);
    RejectedRow row =
        new RejectedRow("request body", 3, 10, Fault.fieldCount(3, 1), raw, raw.length, raw.length);
    int[] left = {2};
    return Optional.of(() -> left[0]-- > 0 ? row : null);
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", ROOT);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> load(String label, String body) {
    return send(
        request("/api/demo/flights/_stream_load")
            .header("label", label)
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  RawClient raw() {
    return new RawClient(port());
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(2));
  }
}
