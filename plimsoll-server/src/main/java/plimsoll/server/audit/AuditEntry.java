package plimsoll.server.audit;

import java.time.Instant;
import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * One line of the audit log.
 *
 * @param time when it ended
 * @param user who; as claimed, for a failed login
 * @param address from where
 * @param frontEnd {@code http}, {@code mysql} or {@code local}
 * @param statement text or request line, without secrets, cut
 * @param tables tables whose rights were asked for
 * @param outcome {@code OK}, or the name of the error
 * @param rows rows given or loaded
 * @param millis how long it took
 */
public record AuditEntry(
    Instant time,
    String user,
    String address,
    String frontEnd,
    String statement,
    List<String> tables,
    String outcome,
    long rows,
    long millis) {
  /** The outcome of what succeeded. */
  public static final String OK = "OK";

  /** The outcome of what failed with that. */
  public static String failed(Throwable cause) {
    return cause instanceof PlimsollException ours
        ? ours.code().name()
        : ErrorCode.BROKEN_INVARIANT.name();
  }
}
