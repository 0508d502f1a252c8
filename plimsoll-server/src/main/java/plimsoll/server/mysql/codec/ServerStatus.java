package plimsoll.server.mysql.codec;

/** Bits of the status that ends every answer. */
public final class ServerStatus {
  public static final int IN_TRANSACTION = 1;
  public static final int AUTOCOMMIT = 2;
  public static final int MORE_RESULTS = 8;

  private ServerStatus() {}
}
