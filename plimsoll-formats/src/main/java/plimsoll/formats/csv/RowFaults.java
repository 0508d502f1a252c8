package plimsoll.formats.csv;

import java.util.Arrays;
import plimsoll.model.Batch;

/**
 * What is wrong with the records of one batch. Columns are read one after the other, so faults come
 * in no order; they are reported in the order of the records once all columns are read.
 */
final class RowFaults {
  /** The kinds; of several faults of a record the first found counts. */
  enum Kind {
    NONE,
    FIELD_COUNT,
    UNCLOSED_QUOTE,
    TEXT_AFTER_QUOTE,
    BAD_UTF8,
    BAD_VALUE,
    TOO_LONG,
    /** A later stage found it, and it was reported then. */
    FOUND_LATER
  }

  private final Kind[] kinds = new Kind[Batch.CAPACITY];
  private final int[] columns = new int[Batch.CAPACITY];
  private int count;

  RowFaults() {
    Arrays.fill(kinds, Kind.NONE);
  }

  /** Forgets all. */
  void clear() {
    if (count > 0) {
      Arrays.fill(kinds, Kind.NONE);
      count = 0;
    }
  }

  /**
   * Notes a fault.
   *
   * @param record counted from the first of the batch, 0
   * @param column field of the file, for kinds that are about one
   */
  void mark(int record, Kind kind, int column) {
    if (kinds[record] == Kind.NONE) {
      kinds[record] = kind;
      columns[record] = column;
      count++;
    }
  }

  boolean any() {
    return count > 0;
  }

  Kind kind(int record) {
    return kinds[record];
  }

  int column(int record) {
    return columns[record];
  }
}
