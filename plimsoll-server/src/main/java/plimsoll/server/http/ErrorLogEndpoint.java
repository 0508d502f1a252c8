package plimsoll.server.http;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import plimsoll.model.RejectedRow;

/**
 * {@code GET /api/_load_error_log?file=}: why rows of a load were filtered, one record a line.
 * Needs no user, as its address is handed to programs that have none; half of the name is random.
 */
final class ErrorLogEndpoint implements Endpoint {
  static final String PATH = "/api/_load_error_log";

  /** Rows shown; all that were kept are in the log itself. */
  static final int MOST_ROWS = 1000;

  private static final Pattern NAME = Pattern.compile("error_log_[0-9a-f]{1,16}_[0-9a-f]{1,16}");

  private final ErrorLogs logs;

  ErrorLogEndpoint(ErrorLogs logs) {
    this.logs = logs;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    String name = exchange.query("file");
    if (name == null || !NAME.matcher(name).matches()) {
      exchange.text(
          HttpStatus.BAD_REQUEST_400,
          "'file' must be the name of an error log, as in the ErrorURL of a load's answer.\n");
      return;
    }
    Optional<ErrorLogs.Rows> log = logs.open(name);
    if (log.isEmpty()) {
      exchange.text(
          HttpStatus.NOT_FOUND_404, "No error log " + name + " is kept here (any more).\n");
      return;
    }
    try (ErrorLogs.Rows rows = log.get()) {
      exchange.text(HttpStatus.OK_200, records(rows));
    }
  }

  private static String records(ErrorLogs.Rows rows) throws IOException {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (RejectedRow row = rows.next(); row != null; row = next(rows, shown)) {
      text.append("Error: ")
          .append(withoutStop(row.reason()))
          .append(". Row: ")
          .append(onOneLine(row.raw()))
          .append('\n');
      shown++;
    }
    return text.toString();
  }

  private static @Nullable RejectedRow next(ErrorLogs.Rows rows, int shown) throws IOException {
    return shown < MOST_ROWS ? rows.next() : null;
  }

  private static String withoutStop(String reason) {
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }

  private static String onOneLine(String raw) {
    return raw.replace("\r", "\\r").replace("\n", "\\n");
  }
}
