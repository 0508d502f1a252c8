package plimsoll.flow;

import plimsoll.model.Fault;

/** Takes the bad rows of one chunk. Lines count from the chunk's start; the load adds the rest. */
public interface RowRejects {
  /**
   * A row is filtered.
   *
   * @param lineInChunk 0-based physical line of the chunk on which the row starts
   * @param byteOffset start of the row in the decompressed input
   * @param fault what is wrong with it
   * @param row its bytes, valid during the call only
   */
  void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row);

  /**
   * A row that was filtered just now has another value that does not fit its column. Told only
   * where the types of columns are guesses.
   */
  default void misfitToo(long lineInChunk, long byteOffset, Fault fault) {}

  /** Values of that column did not convert and became NULL, in rows that are kept. */
  void nulled(String column, long values);

  /** Rows with too few fields were filled with NULL, and are kept. */
  default void padded(long rows) {}

  /** Rows with too many fields were cut, and are kept. */
  default void cut(long rows) {}
}
