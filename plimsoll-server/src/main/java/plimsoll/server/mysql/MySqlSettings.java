package plimsoll.server.mysql;

import java.time.Duration;

/**
 * How the MySQL front end listens and what it bounds.
 *
 * @param host address to listen on
 * @param port port, 0 for any free one
 * @param maxConnections clients that are logged in at a time
 * @param maxHalfOpen connections at a time that are not logged in and have to speak next; one more
 *     ends the one that has been silent longest
 * @param maxStatements statements that run at a time
 * @param maxAllowedPacket longest message of a client that is logged in, in bytes
 * @param clearTextBeyondLoopback whether clients of other machines may come without TLS
 * @param loginTimeout how long a client may keep the server waiting each time it is its turn to
 *     speak, until it is logged in
 * @param readTimeout longest silence of a client that is sending a file
 * @param grace how long running statements may go on when the server stops
 */
public record MySqlSettings(
    String host,
    int port,
    int maxConnections,
    int maxHalfOpen,
    int maxStatements,
    long maxAllowedPacket,
    boolean clearTextBeyondLoopback,
    Duration loginTimeout,
    Duration readTimeout,
    Duration grace) {
  /** Longest message of a client that has not logged in: names, hashes, a few attributes. */
  static final int MOST_BEFORE_LOGIN = 16 << 10;

  /** Prepared statements that one connection may keep. */
  static final int MOST_PREPARED = 1024;

  /** More than any pool of connections begins with; an idle one costs a few kilobytes. */
  private static final int HALF_OPEN = 1000;

  /** With MySQL's time-outs. */
  public MySqlSettings(
      String host,
      int port,
      int maxConnections,
      int maxStatements,
      long maxAllowedPacket,
      boolean clearTextBeyondLoopback) {
    this(
        host,
        port,
        maxConnections,
        HALF_OPEN,
        maxStatements,
        maxAllowedPacket,
        clearTextBeyondLoopback,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20));
  }
}
