package plimsoll.server.http;

import java.time.Duration;

/**
 * How the HTTP front end listens and what it bounds.
 *
 * @param host address to listen on
 * @param port port, 0 for any free one
 * @param maxConnections connections at a time
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
    int maxConnections,
    int maxThreads,
    int maxLoads,
    Duration idleTimeout,
    int requestHeaderBytes,
    int sqlBodyBytes,
    long drainBytes,
    Duration drainTime) {

  /** Defaults on that address. */
  public static HttpSettings on(String host, int port, int maxConnections) {
    return new HttpSettings(
        host,
        port,
        maxConnections,
        288,
        256,
        Duration.ofSeconds(60),
        64 << 10,
        16 << 20,
        64L << 20,
        Duration.ofSeconds(5));
  }
}
