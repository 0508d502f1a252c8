package plimsoll.server.mysql.codec;

/**
 * What a client sent is not the protocol, or is larger than allowed. The connection cannot go on.
 */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient WireError error;

  private WireException(WireError error, String message) {
    super(message, null, false, false); // floods of garbage must not cost stack traces
    this.error = error;
  }

  /** A message that cannot be read. */
  public static WireException malformed(String what) {
    return new WireException(WireError.MALFORMED_PACKET, "Malformed packet: " + what + ".");
  }

  /** A packet whose number is not the next one. */
  public static WireException outOfOrder(int expected, int found) {
    return new WireException(
        WireError.PACKETS_OUT_OF_ORDER,
        "Got packets out of order: expected number " + expected + ", found " + found + ".");
  }

  /** A message over the limit. */
  public static WireException tooLarge(long limit) {
    return new WireException(
        WireError.PACKET_TOO_LARGE,
        "Got a packet bigger than 'max_allowed_packet' bytes (" + limit + ").");
  }

  /** A prepared statement that is not there. */
  public static WireException unknownStatement(int number) {
    return new WireException(
        WireError.UNKNOWN_STATEMENT, "Unknown prepared statement " + number + ".");
  }

  /** What the client is told. */
  public WireError error() {
    return error;
  }
}
