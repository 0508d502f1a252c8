package plimsoll.error;

import java.io.IOException;
import java.util.Locale;

/** Says what an I/O failure means for a client. */
public final class IoFailures {
  private IoFailures() {}

  /** A full disk is a limit of ours; all else is a failure outside. */
  public static PlimsollException explain(IOException e, String where) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("disk full") || lower.contains("quota")) {
      return ErrorCode.DISK_FULL.because(e, where);
    }
    return ErrorCode.FILE_UNWRITABLE.because(e, where, message);
  }
}
