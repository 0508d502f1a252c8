package plimsoll.formats.csv;

import org.jspecify.annotations.Nullable;
import plimsoll.convert.Swar;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * Cuts one column out of indexed rows: where each field's text lies once quotes and blanks around it
 * are off, and whether it is NULL.
 *
 * <p>Shape: after a call, field of row i is {@code [starts[i], ends[i])}; a field that is NULL or
 * faulty has {@code ends[i] == starts[i] - 1}, which value readers pass over. Rows are those of a
 * batch.
 */
final class FieldSlicer {
  final int[] starts = new int[Batch.CAPACITY];
  final int[] ends = new int[Batch.CAPACITY];

  /** Whether row i's text still holds escapes or doubled quotes; valid where there are any. */
  final boolean[] coded = new boolean[Batch.CAPACITY];

  /** Number of rows whose text still holds escapes or doubled quotes. */
  int codedCount;

  /** Rows in which text follows a closing quote, ascending. */
  final int[] strays = new int[Batch.CAPACITY];

  int strayCount;

  private final Dialect dialect;
  private final NullMarkers nulls;

  FieldSlicer(Dialect dialect, NullMarkers nulls) {
    this.dialect = dialect;
    this.nulls = nulls;
  }

  /**
   * Cuts a column of rows that all have the expected fields and no quotes, escapes or blanks to take
   * off.
   *
   * @param fields per row, number of the position before its first field
   * @param last whether it is the rows' last column
   */
  void plain(
      byte[] data, int[] positions, int[] fields, int rows, int column, boolean last, Vector out) {
    codedCount = 0;
    strayCount = 0;
    int delimiter = last ? dialect.recordEnd().length : dialect.separator().length;
    boolean dropCr = last && dialect.dropCr();
    long nullLengths = nulls.lengths();
    for (int row = 0; row < rows; row++) {
      int field = fields[row] + column;
      int start = positions[field] + 1;
      int end = positions[field + 1] + 1 - delimiter;
      if (dropCr && end > start && data[end - 1] == '\r') {
        end--;
      }
      if ((nullLengths >>> (end - start) & 1) != 0 && nulls.isNull(data, start, end)) {
        out.setNull(row);
        end = start - 1;
      }
      starts[row] = start;
      ends[row] = end;
    }
  }

  /**
   * Cuts a column of any rows.
   *
   * @param lasts per row, number of the position that ends it
   * @param out null for a column that is only looked through for text behind quotes
   */
  void careful(
      byte[] data,
      int[] positions,
      int[] fields,
      int[] lasts,
      int rows,
      int column,
      @Nullable Vector out) {
    codedCount = 0;
    strayCount = 0;
    for (int row = 0; row < rows; row++) {
      int field = fields[row] + column;
      coded[row] = false;
      boolean hasValue = false;
      if (field < lasts[row]) {
        int start = positions[field] + 1;
        int last = positions[field + 1];
        hasValue = field + 1 == lasts[row] ? lastField(data, start, last, row) : field(data, start, last, row);
      }
      if (!hasValue) {
        ends[row] = starts[row] - 1;
        coded[row] = false;
        if (out != null) {
          out.setNull(row);
        }
      } else if (coded[row]) {
        codedCount++;
      }
    }
  }

  private boolean field(byte[] data, int start, int delimiter, int row) {
    return cut(data, start, delimiter + 1 - dialect.separator().length, row, false);
  }

  private boolean lastField(byte[] data, int start, int delimiter, int row) {
    int end = delimiter + 1 - dialect.recordEnd().length;
    boolean cr =
        dialect.dropCrAfterQuote()
            && end > start
            && data[end - 1] == '\r'
            && !dialect.isEscaped(data, start, end - 1);
    return cut(data, start, cr && dialect.dropCr() ? end - 1 : end, row, cr && !dialect.dropCr());
  }

  /** Cuts one field; false if it is NULL or faulty. {@code cr}: it ends in a CR that may go. */
  private boolean cut(byte[] data, int from, int to, int row, boolean cr) {
    int start = from;
    int end = to;
    if (dialect.trim()) {
      while (start < end && data[start] == ' ') {
        start++;
      }
    }
    if (start < end && (data[start] & 0xFF) == dialect.quote()) {
      return quoted(data, start, cr ? end - 1 : end, row);
    }
    if (dialect.trim()) {
      while (end > start && data[end - 1] == ' ' && !dialect.isEscaped(data, start, end - 1)) {
        end--;
      }
    }
    starts[row] = start;
    ends[row] = end;
    coded[row] =
        dialect.escape() >= 0 && Swar.indexOf(data, start, end, (byte) dialect.escape()) >= 0;
    return (nulls.lengths() >>> (end - start) & 1) == 0 || !nulls.isNull(data, start, end);
  }

  private boolean quoted(byte[] data, int quote, int to, int row) {
    int end = to;
    if (dialect.trim()) {
      while (data[end - 1] == ' ') {
        end--;
      }
    }
    int close = closingQuote(data, quote + 1, end, row);
    starts[row] = quote + 1;
    ends[row] = close;
    if (close != end - 1) {
      strays[strayCount++] = row;
      return false;
    }
    return !nulls.isNullQuoted(data, quote + 1, close);
  }

  /** Place of the quote that closes the field; notes whether doubled quotes or escapes precede it. */
  private int closingQuote(byte[] data, int start, int end, int row) {
    byte quote = (byte) dialect.quote();
    if (dialect.escape() < 0 && end > start) {
      int first = Swar.indexOf(data, start, end, quote);
      if (first == end - 1) {
        return first;
      }
    }
    int at = start;
    while (at < end) {
      int value = data[at] & 0xFF;
      if (value == dialect.escape()) {
        coded[row] = true;
        at += 2;
      } else if (value != dialect.quote()) {
        at++;
      } else if (at + 1 < end && data[at + 1] == quote) {
        coded[row] = true;
        at += 2;
      } else {
        return at;
      }
    }
    return end;
  }

  /** Whether row i's field is quoted; for fields that are {@link #coded}. */
  boolean isQuoted(byte[] data, int chunkStart, int row) {
    return starts[row] > chunkStart && (data[starts[row] - 1] & 0xFF) == dialect.quote();
  }

  /**
   * Writes row i's text to {@code target} at {@code at}, escapes and doubled quotes undone.
   *
   * @return past the last byte written
   */
  int decode(byte[] data, int chunkStart, int row, byte[] target, int at) {
    boolean quoted = isQuoted(data, chunkStart, row);
    int to = at;
    for (int from = starts[row]; from < ends[row]; from++) {
      int value = data[from] & 0xFF;
      boolean skip = value == dialect.escape() || (quoted && value == dialect.quote());
      if (skip && from + 1 < ends[row]) {
        from++;
      }
      target[to++] = data[from];
    }
    return to;
  }
}
