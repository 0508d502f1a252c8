package plimsoll.load;

import java.io.IOException;

/** A log of rejected rows that was read without failure, but does not hold what a log holds. */
public final class UnreadableLogException extends IOException {
  private static final long serialVersionUID = 1;

  private final String why;

  private UnreadableLogException(String log, String why, Throwable cause) {
    super("Cannot read '" + log + "': " + why + ".", cause);
    this.why = why;
  }

  private UnreadableLogException(String log, String why) {
    super("Cannot read '" + log + "': " + why + ".");
    this.why = why;
  }

  static UnreadableLogException damaged(String log, int line, Exception cause) {
    String why =
        "its line "
            + line
            + " is damaged ("
            + firstLine(cause)
            + "). The load itself is whole; take its bad rows from its input";
    return new UnreadableLogException(log, why, cause);
  }

  /** What parsers tell behind the first line is of no use to who did not write the log. */
  private static String firstLine(Exception cause) {
    String message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  static UnreadableLogException newer(String log, long version) {
    String why =
        "a newer version of Plimsoll wrote it (form "
            + version
            + "; this one reads forms up to "
            + RejectLines.VERSION
            + "). Read it with that version";
    return new UnreadableLogException(log, why);
  }

  /** What is wrong and what to do, without the name of the log and without a full stop. */
  public String why() {
    return why;
  }
}
