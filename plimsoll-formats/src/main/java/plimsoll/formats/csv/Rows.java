package plimsoll.formats.csv;

import plimsoll.convert.Utf8;
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

  /** Rows whose value of the column being read did not convert. */
  final int[] failed;

  /** The buffer that the index is of. */
  byte[] data = new byte[0];

  /** Where the text of fields lies that are read as they stand: the buffer, or a copy of it. */
  byte[] text = new byte[0];

  /** The index's positions, counted in {@link #text}. */
  int[] cuts = new int[0];

  /** Where the chunk begins in the buffer. */
  int chunkStart;

  final StructuralIndex index;

  private int windowEnd;
  private boolean splitsUtf8;
  private boolean utf8Known;
  private boolean utf8;

  /** Number of rows. */
  int count;

  /** First record of the batch. */
  int firstRecord;

  /** Whether all rows have the expected number of fields. */
  boolean even;

  /**
   * Whether all rows have the expected fields, and no escapes or spaces to take off: fields are as
   * they stand between delimiters in {@link #text}, quotes around them apart.
   */
  boolean plain;

  /** Whether there may be quotes around fields. */
  boolean quoted;

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
    failed = new int[capacity];
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

  /** All records of the index, which end before {@code end}, are new. */
  void beginWindow(int end, boolean asciiDelimiters) {
    windowEnd = end;
    utf8Known = index.ascii;
    utf8 = index.ascii;
    splitsUtf8 = !asciiDelimiters;
  }

  /**
   * Whether the whole window is well-formed UTF-8 and cut only between characters, so that all its
   * fields are; it is looked at once, and only if that is asked.
   */
  boolean isUtf8() {
    if (!utf8Known) {
      utf8 = !splitsUtf8 && Utf8.isValid(data, index.start(1), windowEnd);
      utf8Known = true;
    }
    return utf8;
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
