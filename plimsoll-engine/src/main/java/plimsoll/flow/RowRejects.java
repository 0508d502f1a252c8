package plimsoll.flow;

import plimsoll.error.ErrorCode;

/** Takes the bad rows of one chunk. Lines count from the chunk's start; the load adds the rest. */
public interface RowRejects {
  /**
   * A row is filtered.
   *
   * @param lineInChunk 0-based physical line of the chunk on which the row starts
   * @param byteOffset start of the row in the decompressed input
   * @param column name, empty for the whole row
   * @param value the value at fault, empty for the whole row
   * @param data buffer with the row's bytes
   * @param start first byte of the row
   * @param end past its last byte, without the row delimiter
   */
  void reject(
      long lineInChunk,
      long byteOffset,
      ErrorCode error,
      String reason,
      String column,
      String value,
      byte[] data,
      int start,
      int end);

  /**
   * A row that was filtered just now has another value that does not fit its column. Told only
   * where the types of columns are guesses.
   */
  default void misfitToo(long lineInChunk, long byteOffset, String column, String value) {}

  /** A value did not convert and became NULL. */
  void nulled(String column);

  /** Rows with too few fields were filled with NULL. */
  default void padded(long rows) {}

  /** Rows with too many fields were cut. */
  default void cut(long rows) {}
}
