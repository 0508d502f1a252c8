package plimsoll.online.store;

import java.io.IOException;

/**
 * What was asked for is not in memory, or is too much for a reader that must not wait: read it
 * again in the usual way.
 */
public final class NotAtOnceException extends IOException {
  private static final long serialVersionUID = 1;

  NotAtOnceException() {
    super("not to be had at once");
  }

  /** Nobody needs to know where: it is an answer, and there may be thousands a second. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
