package plimsoll.server.mysql.codec;

/** The client is gone, or does not take its answer; whatever is done for it can stop. */
public final class ConnectionLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says how it was lost. */
  public ConnectionLostException(String message) {
    super(message, null, false, false);
  }
}
