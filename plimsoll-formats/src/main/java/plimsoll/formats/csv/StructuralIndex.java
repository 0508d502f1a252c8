package plimsoll.formats.csv;

import java.util.Arrays;

/**
 * Where the fields of a piece of a chunk end: what stage one writes and stage two walks.
 *
 * <p>Shape: {@code positions[1 .. ]} are the places of separators and record ends outside quotes,
 * in order, each the place of the delimiter's <em>last</em> byte, so that the next field begins one
 * behind it whatever the delimiter's length. {@code positions[0]} is one before the first field.
 * {@code rows[r]}, r from 1, says which of the positions ends the r-th record; {@code rows[0]} is
 * 0. So the fields of record r end at the positions {@code rows[r-1] + 1 .. rows[r]}.
 *
 * <p>Units: byte indexes into the chunk's buffer.
 */
final class StructuralIndex {
  /** A number that nobody counted. */
  static final int UNKNOWN = -1;

  private static final int POSITIONS = 1 << 14;
  private static final int ROWS = 1 << 10;

  int[] positions;
  int[] rows;
  int count;
  int rowCount;

  /** Whether a quote was seen; if not, every field is as it stands. */
  boolean quotes;

  /**
   * Whether it is known of every quote what it does: it opens a field, closes one, or is doubled,
   * and {@link #doubled} lists these.
   */
  boolean quotesKnown;

  /** Places of the second quotes of doubled ones, ascending. */
  int[] doubled = new int[0];

  int doubledCount;

  /** Whether escapes may work in there. */
  boolean escapes;

  /** Whether all bytes are ASCII. */
  boolean ascii;

  /**
   * How many line breaks there are in all that was indexed, with what follows the last record end;
   * or {@link #UNKNOWN}.
   */
  int lineBreaks = UNKNOWN;

  /** Whether the last record ends within quotes. */
  boolean unclosed;

  /** For a piece of a chunk. */
  StructuralIndex() {
    this(POSITIONS, ROWS);
  }

  private StructuralIndex(int fields, int records) {
    positions = new int[fields];
    rows = new int[records];
  }

  /** For one record after the other. */
  static StructuralIndex small() {
    return new StructuralIndex(64, 4);
  }

  /** Forgets all; the first field begins at {@code start}. */
  void begin(int start) {
    positions[0] = start - 1;
    rows[0] = 0;
    count = 1;
    rowCount = 1;
    quotes = false;
    quotesKnown = false;
    doubledCount = 0;
    escapes = false;
    ascii = true;
    lineBreaks = UNKNOWN;
    unclosed = false;
  }

  /** Forgets all and gives room back. */
  void shrink() {
    positions = new int[POSITIONS];
    rows = new int[ROWS];
    doubled = new int[0];
    begin(0);
  }

  /** Bytes of memory held. */
  long footprint() {
    return ((long) positions.length + rows.length + doubled.length) * Integer.BYTES;
  }

  /** Makes room for that many more positions and rows. */
  void reserve(int more) {
    if (positions.length - count < more) {
      positions = Arrays.copyOf(positions, Math.max(count + more, count + (count >>> 1)));
    }
    if (rows.length - rowCount < more) {
      rows = Arrays.copyOf(rows, Math.max(rowCount + more, rowCount + (rowCount >>> 1)));
    }
  }

  /** Makes room for that many more doubled quotes. */
  void reserveDoubled(int more) {
    if (doubled.length - doubledCount < more) {
      doubled = Arrays.copyOf(doubled, doubledCount + Math.max(more, doubledCount >>> 1));
    }
  }

  void separator(int lastByte) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, count * 2);
    }
    positions[count++] = lastByte;
  }

  void recordEnd(int lastByte) {
    separator(lastByte);
    if (rowCount == rows.length) {
      rows = Arrays.copyOf(rows, rowCount * 2);
    }
    rows[rowCount++] = count - 1;
  }

  /** Number of whole records. */
  int records() {
    return rowCount - 1;
  }

  /** Where the first record that is not whole begins. */
  int consumed() {
    return positions[rows[rowCount - 1]] + 1;
  }

  /** Number of fields of a record, which counts from 1. */
  int fields(int record) {
    return rows[record] - rows[record - 1];
  }

  /** First byte of a record. */
  int start(int record) {
    return positions[rows[record - 1]] + 1;
  }

  /** Last byte of what ends a record. */
  int last(int record) {
    return positions[rows[record]];
  }
}
