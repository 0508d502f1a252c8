package plimsoll.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.config.Settings;
import plimsoll.error.IoFailures;
import plimsoll.model.Table;
import plimsoll.server.auth.Reach;
import plimsoll.server.http.Backend;
import plimsoll.server.http.EngineLoadDesk;
import plimsoll.server.http.HttpServer;
import plimsoll.server.http.HttpSettings;
import plimsoll.server.http.ServerInfo;
import plimsoll.server.http.ServerMetrics;
import plimsoll.server.http.StarRocksHeaders;
import plimsoll.server.http.TableSizes;
import plimsoll.server.mysql.MySqlServer;
import plimsoll.storage.local.Holder;

/** Puts the HTTP front end before an opened {@link Plimsoll}. */
public final class HttpFrontEnd {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFrontEnd.class);

  private HttpFrontEnd() {}

  /**
   * Listens where the settings say, and tells other processes of this user where in the data
   * directory.
   *
   * @throws plimsoll.error.PlimsollException REFUSED for an address that others can reach,
   *     PORT_IN_USE
   */
  public static HttpServer start(Plimsoll plimsoll) {
    return start(plimsoll, Holder.NONE, () -> 0);
  }

  /** As above, beside a MySQL front end. */
  public static HttpServer start(Plimsoll plimsoll, MySqlServer mysql) {
    return start(plimsoll, mysql.port(), mysql::connections);
  }

  private static HttpServer start(Plimsoll plimsoll, int queryPort, IntSupplier connections) {
    Settings settings = plimsoll.settings();
    HttpSettings http =
        HttpSettings.on(
            settings.get(Settings.HOST),
            settings.get(Settings.HTTP_PORT),
            settings.get(Settings.HTTP_MAX_CONNECTIONS));
    Reach.check(settings, plimsoll.access()); // before a token is written
    AtomicReference<String> address = new AtomicReference<>(""); // known once the port is
    Backend backend =
        backend(
            plimsoll,
            queryPort,
            connections,
            name -> address.get() + HttpServer.errorLogPath(name));
    try {
      HttpServer server =
          HttpServer.start(http, backend, plimsoll.lock().createToken(), tls(plimsoll));
      address.set(server.url());
      plimsoll.lock().announce(server.port(), queryPort);
      return server;
    } catch (IOException e) {
      throw IoFailures.explain(e, plimsoll.directory().toString());
    }
  }

  private static @Nullable SSLContext tls(Plimsoll plimsoll) {
    Settings settings = plimsoll.settings();
    if (!settings.get(Settings.HTTP_TLS)) {
      return null;
    }
    return plimsoll.keys().context();
  }

  private static Backend backend(
      Plimsoll plimsoll,
      int queryPort,
      IntSupplier connections,
      Function<String, String> errorLogUrl) {
    return new Backend(
        new EngineLoadDesk(plimsoll.planner(), plimsoll.loads(), plimsoll.metastore()),
        new StarRocksHeaders(plimsoll.settings()),
        plimsoll.sql(errorLogUrl),
        plimsoll.reads(),
        plimsoll.offline(errorLogUrl),
        plimsoll.metastore(),
        table -> size(plimsoll, table),
        plimsoll.errorLogs(),
        metrics(plimsoll, connections),
        new ServerInfo(
            version(), plimsoll.clock().instant(), plimsoll.directory().toString(), queryPort),
        plimsoll.access(),
        plimsoll.logins(),
        plimsoll.audit());
  }

  private static ServerMetrics metrics(Plimsoll plimsoll, IntSupplier connections) {
    ServerMetrics metrics = new ServerMetrics();
    plimsoll.loads().onReport(metrics::loadEnded);
    metrics.watchRunning(() -> plimsoll.loads().running().all().size());
    metrics.watchMySqlConnections(connections);
    metrics.watchGroupSize(() -> plimsoll.committer().lastGroupSize());
    return metrics;
  }

  /** A table that is dropped while we look has no size; that is no failure of a status page. */
  private static Optional<TableSizes.Size> size(Plimsoll plimsoll, Table table) {
    Optional<String> location = plimsoll.metastore().pointer(table.name());
    if (location.isEmpty()) {
      return Optional.empty();
    }
    try {
      var size = plimsoll.lake().size(location.get());
      return Optional.of(new TableSizes.Size(size.rows(), size.bytes()));
    } catch (IOException e) {
      LOG.debug("The size of {} cannot be told", table.name(), e);
      return Optional.empty();
    }
  }

  private static String version() {
    String version = HttpFrontEnd.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
