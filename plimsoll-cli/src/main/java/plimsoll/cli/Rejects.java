package plimsoll.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.RejectedRow;
import plimsoll.server.http.ErrorLogs;
import plimsoll.server.http.StoredErrorLogs;
import plimsoll.storage.local.LocalStorage;

/** Logs of rejected rows in a data directory. */
final class Rejects {
  private static final int MOST_TEXT = 100;

  private Rejects() {}

  /** Logs are never written again, so they are read beside whoever holds the directory. */
  static ErrorLogs.Rows open(Path data, String log) throws IOException {
    String directory = data.toAbsolutePath().resolve("rejects").toString();
    return new StoredErrorLogs(new LocalStorage(), directory)
        .open(log)
        .orElseThrow(
            () -> ErrorCode.FILE_NOT_FOUND.with(log, " The log was removed with its load."));
  }

  /**
   * Its first rows, as many as {@code most}, a line each; a log that cannot be read is no failure.
   */
  static List<String> first(Path data, String log, int most) {
    List<String> lines = new ArrayList<>();
    try (ErrorLogs.Rows rows = open(data, log)) {
      RejectedRow row = rows.next();
      while (row != null && lines.size() < most) {
        lines.add(line(row));
        row = rows.next();
      }
    } catch (IOException | PlimsollException e) {
      lines.add("The log of bad rows cannot be shown: " + e.getMessage());
    }
    return lines;
  }

  private static String line(RejectedRow row) {
    return row.source() + ", line " + row.line() + ": " + row.reason() + " | " + excerpt(row.raw());
  }

  private static String excerpt(String raw) {
    String text = raw.strip().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
  }
}
