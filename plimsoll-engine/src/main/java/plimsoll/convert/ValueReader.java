package plimsoll.convert;

import plimsoll.model.Vector;

/**
 * Reads text values into a vector. One instance per column and worker; the one place where text
 * becomes typed values, for every format and for constants in statements. {@link ValueReaders}
 * makes them.
 */
public interface ValueReader {
  /**
   * Reads {@code data[start, end)} into slot {@code row}. For text the slot points into {@code
   * data}, which becomes the vector's.
   *
   * @return false if the text is no value of the type; the slot is then undefined
   */
  boolean read(byte[] data, int start, int end, Vector out, int row);

  /**
   * Whether a text that {@link #read} refused is a value of the type that cannot be kept: too long,
   * too large. Its row is rejected whatever the policy for bad values, since NULL would hide it.
   */
  default boolean isUnkeepable(byte[] data, int start, int end) {
    return false;
  }

  /** Gives back what only very long values needed. */
  default void shrink() {}

  /**
   * Reads the fields of rows 0 to {@code rows} into the slots of the same numbers; a field of
   * negative length is passed over.
   *
   * <p>This is where a load spends its time. Each reader has its own loop, because a loop they
   * shared would call them through one megamorphic call site a value.
   *
   * @param failed gets the rows whose text is no value, ascending
   * @return how many failed
   */
  default int readAll(Fields fields, int rows, Vector out, int[] failed) {
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      int start = fields.start(row);
      int end = fields.end(row);
      if (end >= start && !read(fields.data, start, end, out, row)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }
}
