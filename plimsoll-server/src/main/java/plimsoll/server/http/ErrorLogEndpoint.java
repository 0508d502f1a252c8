package plimsoll.server.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import plimsoll.load.ErrorLogs;
import plimsoll.load.RejectLines;
import plimsoll.load.RejectText;
import plimsoll.load.RejectedInput;
import plimsoll.load.RejectedRows;
import plimsoll.model.RejectedRow;

/**
 * {@code GET /api/_load_error_log?file=}: why rows of a load were filtered, the first ones as text
 * for people; with {@code format=csv} all rows as they were, with {@code format=json} the log.
 * Needs no user, as its address is handed to programs that have none; half of the name is random.
 */
final class ErrorLogEndpoint implements Endpoint {
  static final String PATH = "/api/_load_error_log";

  /** Rows shown as text. */
  static final int MOST_ROWS = 1000;

  private static final int BUFFER = 1 << 16;
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
    Optional<RejectedRows> log = find(name);
    if (log.isEmpty()) {
      exchange.text(
          HttpStatus.NOT_FOUND_404, "No error log " + name + " is kept here (any more).\n");
      return;
    }
    try (RejectedRows rows = log.get()) {
      answer(exchange, name, rows);
    }
  }

  private Optional<RejectedRows> find(String name) {
    try {
      return logs.find(name);
    } catch (IOException e) {
      throw ErrorLogs.unreadable(name, e);
    }
  }

  private static void answer(Exchange exchange, String name, RejectedRows rows) throws IOException {
    String format = exchange.query("format");
    switch (format == null ? "text" : format) {
      case "text" -> exchange.text(HttpStatus.OK_200, records(name, rows));
      case "csv" -> stream(exchange, "text/csv;charset=utf-8", rows, RejectedInput::write);
      case "json" -> stream(exchange, "application/x-ndjson", rows, ErrorLogEndpoint::lines);
      default ->
          exchange.text(
              HttpStatus.BAD_REQUEST_400, "'format' must be one of text, csv and json.\n");
    }
  }

  private interface Writing {
    void write(RejectedRows rows, OutputStream to) throws IOException;
  }

  private static void stream(
      Exchange exchange, String contentType, RejectedRows rows, Writing writing) {
    try (OutputStream to =
        new BufferedOutputStream(exchange.stream(HttpStatus.OK_200, contentType), BUFFER)) {
      writing.write(rows, to);
    } catch (IOException | RuntimeException e) {
      exchange.broken(e); // what is out already must not look like all of it
      return;
    }
    exchange.streamed();
  }

  /** The log as it is stored: how the input was written, then an object a row. */
  private static void lines(RejectedRows rows, OutputStream to) throws IOException {
    to.write(RejectLines.first(rows.form().orElse(null)));
    for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
      to.write(RejectLines.row(row));
    }
  }

  private static String records(String name, RejectedRows rows) {
    try {
      return records(rows);
    } catch (IOException e) {
      throw ErrorLogs.unreadable(name, e);
    }
  }

  /** StarRocks' line for each row; below it, set in, the value marked in the row. */
  private static String records(RejectedRows rows) throws IOException {
    StringBuilder text = new StringBuilder();
    RejectedRow row = rows.next();
    for (int shown = 0; row != null; row = rows.next()) {
      if (shown++ == MOST_ROWS) {
        text.append("Only the first ")
            .append(MOST_ROWS)
            .append(" rows are shown. format=csv and format=json in the address give all.\n");
        break;
      }
      text.append(RejectText.trackingLine(row)).append('\n');
      text.append("  at ").append(RejectText.place(row)).append('\n');
      RejectText.below(row).forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }
}
