package plimsoll.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import plimsoll.error.ErrorCode;

/**
 * How the HTTP front end listens and what it bounds.
 *
 * @param host address to listen on; must be a loopback address
 * @param port port, 0 for any free one
 * @param maxThreads threads for requests; a running load holds one
 * @param maxLoads stream loads that run at a time; fewer than {@code maxThreads}, so that state and
 *     status are still answered when all are busy
 * @param idleTimeout a connection without traffic is closed after this; a running load has its own
 *     timeout instead
 * @param requestHeaderBytes longest request line and headers together
 * @param sqlBodyBytes longest body of an SQL request
 * @param drainBytes body bytes read and dropped after an early refusal, so that the answer arrives
 * @param drainTime longest time for that
 */
public record HttpSettings(
    String host,
    int port,
    int maxThreads,
    int maxLoads,
    Duration idleTimeout,
    int requestHeaderBytes,
    int sqlBodyBytes,
    long drainBytes,
    Duration drainTime) {

  /** Defaults on that address. */
  public static HttpSettings on(String host, int port) {
    return new HttpSettings(
        host,
        port,
        288,
        256,
        Duration.ofSeconds(60),
        64 << 10,
        16 << 20,
        64L << 20,
        Duration.ofSeconds(5));
  }

  /**
   * Checks that only this machine can reach the address.
   *
   * @throws plimsoll.error.PlimsollException REFUSED for any other address
   */
  public void requireLoopback() {
    if (!isLoopback(host)) {
      throw ErrorCode.REFUSED.with(
          "Refusing to listen on '"
              + host
              + "': the only user is root with an empty password, so everyone who reaches the port"
              + " could read, load and drop every table. Listen on 127.0.0.1 and reach it from"
              + " elsewhere through an SSH tunnel (ssh -L "
              + port
              + ":127.0.0.1:"
              + port
              + " <this machine>).");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw ErrorCode.REFUSED.because(e, "Cannot listen on '" + host + "': no such host.");
    }
  }
}
