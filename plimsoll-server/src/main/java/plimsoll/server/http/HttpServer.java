package plimsoll.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.server.auth.Reach;
import plimsoll.server.console.ConsolePages;

/** The HTTP front end, from start to stop. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int INPUT_BUFFER_BYTES = 128 << 10;
  private static final int BUFFER_STEP_BYTES = 8 << 10;
  private static final int ACCEPTORS = 1;

  /** One that has to wait for a processor delays its connections only, not all of them. */
  private static final int SELECTORS = 4;

  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private final HttpSettings settings;
  private final Server server;
  private final ServerConnector connector;
  private final boolean secure;
  private final Stopping stopping;
  private final Throughput throughput;
  private final HttpConnections connections;

  private HttpServer(
      HttpSettings settings, Backend backend, String token, @Nullable SSLContext tls) {
    this.settings = settings;
    this.secure = tls != null;
    this.stopping = new Stopping();
    this.throughput = new Throughput(backend.loads(), backend.metrics());
    this.connections = new HttpConnections(settings.maxConnections());
    this.server = new Server(threads(settings), null, buffers());
    this.connector = connector(server, settings, tls);
    connector.addBean(connections);
    server.addConnector(connector);
    server.setErrorHandler(new Failures());
    server.setHandler(routes(settings, backend, new Authenticator(token, backend)));
    server.setStopTimeout(0); // waiting is done before
  }

  /**
   * Listens.
   *
   * @param token also accepted as root's password: the data directory's token
   * @param tls what TLS needs; null for a server without
   * @throws plimsoll.error.PlimsollException PORT_IN_USE
   */
  public static HttpServer start(
      HttpSettings settings, Backend backend, String token, @Nullable SSLContext tls) {
    HttpServer server = new HttpServer(settings, backend, token, tls);
    server.open();
    return server;
  }

  private void open() {
    try {
      connector.open();
      alsoLocal();
      server.start();
      throughput.start(server.getScheduler());
    } catch (IOException e) {
      throw ErrorCode.PORT_IN_USE.because(e, settings.host(), settings.port(), e.getMessage());
    } catch (Exception e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, e.toString());
    }
  }

  /** Commands on this machine come by loopback, also to a server on one of its other addresses. */
  private void alsoLocal() throws IOException {
    InetAddress address = InetAddress.getByName(settings.host());
    if (!address.isLoopbackAddress() && !address.isAnyLocalAddress()) {
      ServerConnector local =
          new ServerConnector(
              server,
              ACCEPTORS,
              SELECTORS,
              connector.getConnectionFactory(HttpConnectionFactory.class));
      local.setHost("127.0.0.1");
      local.setPort(connector.getLocalPort());
      local.setIdleTimeout(settings.idleTimeout().toMillis());
      local.addBean(connections);
      local.open();
      server.addConnector(local);
    }
  }

  /**
   * Jetty's own keeps no buffer of our size: each request would have a new one, filled with zeros.
   */
  private static ByteBufferPool buffers() {
    return new ArrayByteBufferPool(0, BUFFER_STEP_BYTES, INPUT_BUFFER_BYTES);
  }

  private static QueuedThreadPool threads(HttpSettings settings) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads(), 8);
    threads.setName("plimsoll-http");
    return threads;
  }

  private static ServerConnector connector(
      Server server, HttpSettings settings, @Nullable SSLContext tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(settings.requestHeaderBytes());
    // An empty part means "no name given", which has an answer of its own.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with("plimsoll", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    HttpConnectionFactory factory = new HttpConnectionFactory(http);
    factory.setInputBufferSize(INPUT_BUFFER_BYTES);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, ACCEPTORS, SELECTORS, factory)
            : new ServerConnector(server, ACCEPTORS, SELECTORS, detector(tls, http), factory);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    return connector;
  }

  /** TLS and clear text on one port; {@link Router} refuses the latter to other machines. */
  private static DetectorConnectionFactory detector(SSLContext tls, HttpConfiguration http) {
    http.addCustomizer(
        new SecureRequestCustomizer(false)); // any name: there may be only one server
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(tls);
    return new DetectorConnectionFactory(
        new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()));
  }

  private Router routes(HttpSettings settings, Backend backend, Authenticator authenticator) {
    Router router =
        new Router(
            settings,
            authenticator,
            connections,
            secure,
            () -> !Reach.rootHasPassword(backend.access()));
    HttpAudit audit = new HttpAudit(backend.audit());
    LoadPlaces places = new LoadPlaces(settings.maxLoads());
    StreamLoadEndpoint streamLoad =
        new StreamLoadEndpoint(backend.loads(), backend.headers(), audit, stopping, places);
    LabelEndpoints labels = new LabelEndpoints(backend.loads(), backend.metastore());
    SqlEndpoint sql = new SqlEndpoint(backend.sql(), backend.metrics(), audit, stopping, settings);
    ServerEndpoints self =
        new ServerEndpoints(authenticator, stopping, backend.metrics(), backend.info());
    OnlineEndpoint online = new OnlineEndpoint(backend.reads());
    StatusEndpoint status = new StatusEndpoint(backend, throughput, this::port);
    router
        .add("GET", "/api/health", self::health)
        .add("GET", "/api/bootstrap", self::bootstrap)
        .add("GET", "/metrics", self::metrics)
        .add("GET", ErrorLogEndpoint.PATH, new ErrorLogEndpoint(backend.errorLogs()))
        .add("GET", "/api/plimsoll/status", router.authenticatedIfAnybodyIs(status))
        .add("PUT", "/api/{db}/{table}/_stream_load", router.authenticated(streamLoad))
        .add("GET", "/api/{db}/get_load_state", router.authenticated(audit.each(labels::state)))
        .add("POST", "/api/{db}/{table}/_cancel", router.authenticated(audit.each(labels::cancel)))
        .add("POST", "/api/{db}/_cancel", router.authenticated(audit.each(labels::cancel)))
        .add(
            "GET",
            "/api/{db}/{table}/_schema",
            router.authenticated(audit.each(new SchemaEndpoint(backend.metastore()))))
        .add("GET", OnlineEndpoint.PATH, router.authenticatedAtOnce(audit.eachSoon(online.one())))
        .add("POST", OnlineEndpoint.PATH, router.authenticated(audit.eachSoon(online::many)))
        .add("POST", SqlEndpoint.PATH, router.authenticated(sql))
        .add("POST", SqlEndpoint.PATH_WITH_DATABASE, router.authenticated(sql));
    addOpenMldb(router, audit, new ApiServer(backend, places, audit), new NameServer(backend));
    new ConsolePages().forEach((path, page) -> router.add("GET", path, page(page)));
    return router;
  }

  private void addOpenMldb(Router router, HttpAudit audit, ApiServer api, NameServer names) {
    UnaryOperator<Endpoint> call =
        endpoint -> router.authenticated(audit.each(api.answering(endpoint)));
    router
        .add("PUT", "/dbs/{db}/tables/{table}", call.apply(stopping.during(api::put)))
        .add("POST", "/dbs/{db}", router.authenticated(api.answering(stopping.during(api::sql))))
        .add("GET", "/dbs", call.apply(api::databases))
        .add("GET", "/dbs/{db}/tables", call.apply(api::tables))
        .add("GET", "/dbs/{db}/tables/{table}", call.apply(api::table))
        .add("POST", "/refresh", call.apply(api::refresh))
        .add("POST", "/NameServer/ShowTable", call.apply(names::showTable))
        .add(
            "POST",
            "/NameServer/UpdateOfflineTableInfo",
            call.apply(stopping.during(names::updateOfflineTableInfo)));
  }

  private static Endpoint page(ConsolePages.Page page) {
    return exchange -> {
      page.headers().forEach(exchange.responseHeaders()::put);
      exchange.answer(200, page.contentType(), page.content());
    };
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Path of an error log by its name, without the slash that {@link #url} ends with. */
  public static String errorLogPath(String name) {
    return ErrorLogEndpoint.PATH.substring(1) + "?file=" + name;
  }

  /** Address of the console; ends with a slash. */
  public String url() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return (secure ? "https://" : "http://") + host + ":" + port() + "/";
  }

  /** Refuses new loads and statements, waits for those that run, then stops listening. */
  public void stop(Duration grace) {
    if (!stopping.stopAndWait(grace)) {
      LOG.warn("Requests still ran after {} s; their connections are closed", grace.toSeconds());
    }
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("Stopping the HTTP server failed", e);
    }
  }

  @Override
  public void close() {
    stop(DEFAULT_GRACE);
  }
}
