package plimsoll.formats.csv;

import java.util.Arrays;

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

  private final Kind[] kinds;
  private final int[] columns;
  private int count;
  private int past; // behind the last record with a fault

  /** For that many records. */
  RowFaults(int capacity) {
    kinds = new Kind[capacity];
    Arrays.fill(kinds, Kind.NONE);
    columns = new int[capacity];
  }

  /** Forgets all. */
  void clear() {
    if (count > 0) {
      Arrays.fill(kinds, 0, past, Kind.NONE);
      count = 0;
      past = 0;
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
      past = Math.max(past, record + 1);
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
