package plimsoll.server;

import java.nio.file.Path;
import plimsoll.config.Settings;
import plimsoll.server.http.HttpServer;

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
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD, PORT_IN_USE, REFUSED for an
   *     address that others can reach
   */
  public static RunningServer start(Path dataDirectory, Settings settings) {
    Plimsoll plimsoll = Plimsoll.open(dataDirectory, settings);
    try {
      return new RunningServer(plimsoll, HttpFrontEnd.start(plimsoll));
    } catch (RuntimeException e) {
      plimsoll.close();
      throw e;
    }
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
