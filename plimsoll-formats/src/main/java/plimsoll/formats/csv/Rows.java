package plimsoll.formats.csv;

import plimsoll.model.Batch;

/**
 * The records of one batch: which of them are rows, where these lie, and what is wrong with the
 * rest.
 *
 * <p>Shape: row i, 0-based, is record {@code records[i]} of the index; its fields end at the
 * index's positions {@code firsts[i] + 1 .. lasts[i]}.
 */
final class Rows {
  final int[] firsts;
  final int[] lasts;
  final int[] records;
  final RowFaults faults;

  /** The buffer that the index is of. */
  byte[] data = new byte[0];

  /** Where the chunk begins in the buffer. */
  int chunkStart;

  final StructuralIndex index;

  /** Number of rows. */
  int count;

  /** First record of the batch. */
  int firstRecord;

  /** Whether all rows have the expected number of fields. */
  boolean even;

  /**
   * Whether all rows have the expected fields, and no quotes, escapes or spaces to take off: fields
   * are as they stand between delimiters.
   */
  boolean plain;

  /** As many as a batch has, of that index. */
  Rows(StructuralIndex index) {
    this(index, Batch.CAPACITY);
  }

  private Rows(StructuralIndex index, int capacity) {
    this.index = index;
    firsts = new int[capacity];
    lasts = new int[capacity];
    records = new int[capacity];
    faults = new RowFaults(capacity);
  }

  /** A place for one record of any index. */
  static Rows one(StructuralIndex index) {
    return new Rows(index, 1);
  }

  /** Starts a batch at that record. */
  void begin(int record) {
    faults.clear();
    firstRecord = record;
    count = 0;
  }

  /** Takes a record as a row. */
  void add(int record) {
    firsts[count] = index.rows[record - 1];
    lasts[count] = index.rows[record];
    records[count] = record;
    count++;
  }

  /** Notes a fault of a row's field. */
  void mark(int row, RowFaults.Kind kind, int field) {
    faults.mark(records[row] - firstRecord, kind, field);
  }

  /** Whether a row has no fault. */
  boolean isGood(int row) {
    return faults.kind(records[row] - firstRecord) == RowFaults.Kind.NONE;
  }
}
