package plimsoll.server;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import plimsoll.config.Settings;
import plimsoll.server.http.HttpServer;
import plimsoll.server.http.StarRocksHeaders;

/** A data directory with its front ends, from open to close. */
public final class RunningServer implements AutoCloseable {
  private final Plimsoll plimsoll;
  private final HttpServer http;

  private RunningServer(Plimsoll plimsoll, HttpServer http) {
    this.plimsoll = plimsoll;
    this.http = http;
  }

  /**
   * Opens the directory, recovers it, then listens.
   *
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD, PORT_IN_USE, REFUSED for an address
   *     that others can reach
   */
  public static RunningServer start(Path dataDirectory, Settings settings) {
    Plimsoll plimsoll = Plimsoll.open(dataDirectory, settings);
    try {
      return new RunningServer(plimsoll, listen(plimsoll, settings));
    } catch (RuntimeException e) {
      plimsoll.close();
      throw e;
    }
  }

  private static HttpServer listen(Plimsoll plimsoll, Settings settings) {
    AtomicReference<String> url = new AtomicReference<>(""); // the port is known once it listens
    HttpServer server =
        HttpFrontEnd.start(
            plimsoll,
            new StarRocksHeaders(settings),
            plimsoll.sql(log -> url.get() + "api/_load_error_log?file=" + log));
    url.set(server.url());
    return server;
  }

  /** Address of the console. */
  public String url() {
    return http.url();
  }

  /** Port that answers HTTP. */
  public int httpPort() {
    return http.port();
  }

  /** Lets running requests finish for a while, then stops and gives the directory back. */
  @Override
  public void close() {
    http.close();
    plimsoll.close();
  }
}
