package plimsoll.error;

import org.jspecify.annotations.Nullable;

/** A failure that a client may see. Its message says what, where, why and what to do next. */
public final class PlimsollException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Use {@link ErrorCode#with} instead. */
  PlimsollException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Which entry of the catalogue this is. */
  public ErrorCode code() {
    return code;
  }

  /** The same failure with its place in front: {@code line 3:14: message}. */
  public PlimsollException at(String place) {
    return new PlimsollException(code, place + ": " + getMessage(), getCause());
  }

  /** The same failure with something to look at below it, for example the line with a caret. */
  public PlimsollException showing(String excerpt) {
    return new PlimsollException(code, getMessage() + "\n" + excerpt, getCause());
  }

  /** The message of this exception; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
