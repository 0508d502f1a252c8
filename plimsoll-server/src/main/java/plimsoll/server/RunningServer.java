package plimsoll.server;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import plimsoll.config.Settings;
import plimsoll.server.http.HttpServer;
import plimsoll.server.mysql.MySqlServer;

/** A data directory with its front ends, from open to close. */
public final class RunningServer implements AutoCloseable {
  private final Plimsoll plimsoll;
  private final MySqlServer mysql;
  private final HttpServer http;

  private RunningServer(Plimsoll plimsoll, MySqlServer mysql, HttpServer http) {
    this.plimsoll = plimsoll;
    this.mysql = mysql;
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
      return start(plimsoll);
    } catch (RuntimeException e) {
      plimsoll.close();
      throw e;
    }
  }

  private static RunningServer start(Plimsoll plimsoll) {
    AtomicReference<String> url = new AtomicReference<>(""); // known once HTTP listens
    Function<String, String> errorLogUrl = name -> url.get() + HttpServer.errorLogPath(name);
    plimsoll.beginJobs(errorLogUrl); // before anybody can submit or stop one
    MySqlServer mysql = MySqlFrontEnd.start(plimsoll, errorLogUrl);
    try {
      HttpServer http = HttpFrontEnd.start(plimsoll, mysql);
      url.set(http.url());
      return new RunningServer(plimsoll, mysql, http);
    } catch (RuntimeException e) {
      mysql.close();
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

  /** Port that speaks MySQL's protocol. */
  public int queryPort() {
    return mysql.port();
  }

  /** Lets running requests finish for a while, then stops and gives the directory back. */
  @Override
  public void close() {
    mysql.close();
    http.close();
    plimsoll.close();
  }
}
