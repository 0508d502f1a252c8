package plimsoll.load;

import java.io.IOException;
import java.util.Optional;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Rejected rows of past loads, by the name of their log. */
@FunctionalInterface
public interface ErrorLogs {
  /** Finds a log, or empty if there is none of that name. The name was checked for its form. */
  Optional<RejectedRows> find(String name) throws IOException;

  /**
   * Opens a log that a load's record names.
   *
   * @throws PlimsollException FILE_NOT_FOUND if it is gone; FILE_UNREADABLE
   */
  default RejectedRows open(String name) {
    try {
      return find(name).orElseThrow(() -> gone(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** A log that is there no more. */
  static PlimsollException gone(String name) {
    return ErrorCode.FILE_NOT_FOUND.with(name, " The log was removed with its load.");
  }

  /** A log that cannot be opened, or not be read to its end. */
  static PlimsollException unreadable(String name, IOException e) {
    String why =
        e instanceof UnreadableLogException log ? log.why() : String.valueOf(e.getMessage());
    return ErrorCode.FILE_UNREADABLE.because(e, name, why);
  }
}
