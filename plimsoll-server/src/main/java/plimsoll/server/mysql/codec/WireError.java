package plimsoll.server.mysql.codec;

/**
 * Failures that only the protocol has: MySQL's number and SQLSTATE. Source: MySQL's server error
 * reference.
 */
public enum WireError {
  TOO_MANY_CONNECTIONS(1040, "08004"),
  HANDSHAKE(1043, "08S01"),
  ACCESS_DENIED(1045, "28000"),
  UNKNOWN_COMMAND(1047, "08S01"),
  SHUTTING_DOWN(1053, "08S01"),
  PACKET_TOO_LARGE(1153, "08S01"),
  PACKETS_OUT_OF_ORDER(1156, "08S01"),
  READ_TIMEOUT(1159, "08S01"),
  WRONG_ARGUMENTS(1210, "HY000"),
  UNKNOWN_STATEMENT(1243, "HY000"),
  TOO_MANY_PREPARED(1461, "42000"),
  TOO_MANY_STATEMENTS(1637, "HY000"),
  SECURE_TRANSPORT_REQUIRED(3159, "HY000"),
  IDLE(4031, "HY000"),
  MALFORMED_PACKET(1835, "HY000");

  private final int number;
  private final String state;

  WireError(int number, String state) {
    this.number = number;
    this.state = state;
  }

  /** MySQL's error number. */
  public int number() {
    return number;
  }

  /** SQLSTATE, five characters. */
  public String state() {
    return state;
  }
}
