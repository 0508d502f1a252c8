package plimsoll.flow;

import java.util.Arrays;

/**
 * Where a row lies in a buffer.
 *
 * @param data buffer with the row's bytes
 * @param start first byte of the row
 * @param end past its last byte, without the row delimiter
 * @param valueStart first byte of the value at fault, with its quotes; negative for the whole row
 * @param valueEnd past its last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a buffer
public record RowBytes(byte[] data, int start, int end, int valueStart, int valueEnd) {
  /** A row of which no value is at fault more than the others. */
  public RowBytes(byte[] data, int start, int end) {
    this(data, start, end, -1, -1);
  }

  /** How many there are. */
  public int length() {
    return end - start;
  }

  /** The first bytes of the row, {@code most} of them if it has as many. */
  public byte[] copy(int most) {
    return Arrays.copyOfRange(data, start, start + Math.min(most, length()));
  }
}
