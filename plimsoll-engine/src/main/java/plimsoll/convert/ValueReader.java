package plimsoll.convert;

import plimsoll.model.Vector;

/**
 * Reads text values into a vector. One instance per column and worker; the one place where text
 * becomes typed values, for every format and for constants in statements. {@link ValueReaders} makes
 * them.
 */
public interface ValueReader {
  /**
   * Reads {@code data[start, end)} into slot {@code row}. For text the slot points into {@code data},
   * which becomes the vector's.
   *
   * @return false if the text is no value of the type; the slot is then undefined
   */
  boolean read(byte[] data, int start, int end, Vector out, int row);

  /**
   * Reads many fields of a column: {@code data[starts[i], ends[i])} into slot i, for i in {@code
   * [from, to)}. A range of negative length is no field (the caller made the slot NULL): it is passed
   * over.
   *
   * <p>This is where a load spends its time. Each reader has its own loop, because a loop they shared
   * would call them through one megamorphic call site a value.
   *
   * @param failed gets the slots whose text is no value, ascending
   * @return how many failed
   */
  default int readAll(
      byte[] data, int[] starts, int[] ends, int from, int to, Vector out, int[] failed) {
    int failures = 0;
    for (int i = from; i < to; i++) {
      if (ends[i] >= starts[i] && !read(data, starts[i], ends[i], out, i)) {
        failed[failures++] = i;
      }
    }
    return failures;
  }
}
