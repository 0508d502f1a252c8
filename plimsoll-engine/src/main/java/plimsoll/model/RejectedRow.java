package plimsoll.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import plimsoll.error.ErrorCode;

/**
 * A bad row: where it lies, why it was filtered, and what it said.
 *
 * @param source name of the file, or {@code request body}
 * @param line 1-based physical line on which the row starts; 0 if it is not known
 * @param byteOffset 0-based start of the row in the decompressed source
 * @param fault what is wrong with it
 * @param raw the row as it was, without what ends it; converted to UTF-8 if the source was another
 *     encoding
 * @param valueStart first byte of the value at fault in {@code raw}, quotes included; negative if
 *     it is the whole row
 * @param valueEnd past its last byte
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it, and rows are not compared
public record RejectedRow(
    String source,
    long line,
    long byteOffset,
    Fault fault,
    byte[] raw,
    int valueStart,
    int valueEnd) {

  /** A row that is wrong as a whole, or whose value has no place in its text. */
  public RejectedRow(String source, long line, long byteOffset, Fault fault, byte[] raw) {
    this(source, line, byteOffset, fault, raw, -1, -1);
  }

  /** This row, on another line. */
  public RejectedRow onLine(long newLine) {
    return new RejectedRow(source, newLine, byteOffset, fault, raw, valueStart, valueEnd);
  }

  /** Name of the column the error is about, empty for the whole row. */
  public String column() {
    return fault.column();
  }

  /** The value at fault, cut if it is long. */
  public String value() {
    return fault.value();
  }

  /** Kind of failure. */
  public ErrorCode error() {
    return fault.error();
  }

  /** The filled-in message. */
  public String reason() {
    return fault.reason();
  }

  /** The row as text; bytes that are no UTF-8 are replaced. */
  public String rawText() {
    return new String(raw, StandardCharsets.UTF_8);
  }

  /** Whether {@link #rawText} is the row as it was. */
  public boolean isText() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
