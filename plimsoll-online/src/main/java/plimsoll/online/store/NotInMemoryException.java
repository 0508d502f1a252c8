package plimsoll.online.store;

import java.io.IOException;

/**
 * What was asked for is not in memory as a whole, and the reader did not want to wait for a disk:
 * read it again in the usual way.
 */
public final class NotInMemoryException extends IOException {
  private static final long serialVersionUID = 1;

  NotInMemoryException() {
    super("not in memory");
  }

  /** Nobody needs to know where: it is an answer, and there may be thousands a second. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
