package plimsoll.model;

import plimsoll.error.ErrorCode;

/**
 * A bad row: where it lies, why it was filtered, and what it said.
 *
 * @param source name of the file, or {@code request body}
 * @param line 1-based physical line on which the row starts
 * @param byteOffset 0-based start of the row in the decompressed source
 * @param column name of the column the error is about, empty for the whole row
 * @param value the value at fault, at most 200 characters; empty for the whole row
 * @param error kind of failure
 * @param reason the filled-in message
 * @param raw the row as it was, bytes outside UTF-8 replaced, at most 4096 characters
 */
public record RejectedRow(
    String source,
    long line,
    long byteOffset,
    String column,
    String value,
    ErrorCode error,
    String reason,
    String raw) {

  /** This row, on another line. */
  public RejectedRow onLine(long newLine) {
    return new RejectedRow(source, newLine, byteOffset, column, value, error, reason, raw);
  }
}
