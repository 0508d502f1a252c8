package plimsoll.formats.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Fields;
import plimsoll.convert.Swar;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * Cuts one column out of indexed rows: where each field's text lies once quotes and blanks around
 * it are off, and whether it is NULL.
 *
 * <p>Shape: after {@link #plain} and {@link #careful}, {@link #fields} tells the column's texts; a
 * field that is NULL or faulty has length -1 there, and is NULL in the vector.
 */
final class FieldSlicer {
  private static final int[] PAIRS = pairs();

  /** Where the texts lie. */
  final Fields fields = new Fields();

  /** Rows in which text follows a closing quote, ascending. */
  final int[] strays;

  int strayCount;

  private final Dialect dialect;
  private final NullMarkers nulls;
  private final int[] cuts;
  private final boolean[] coded;
  private int codedCount;
  private byte[] data = new byte[0];

  /** For the rows of a batch. */
  FieldSlicer(Dialect dialect, NullMarkers nulls) {
    this(dialect, nulls, Batch.CAPACITY);
  }

  private FieldSlicer(Dialect dialect, NullMarkers nulls, int rows) {
    this.dialect = dialect;
    this.nulls = nulls;
    strays = new int[rows];
    cuts = new int[2 * rows];
    coded = new boolean[rows];
  }

  /** For one row at a time, in which nothing is NULL. */
  static FieldSlicer ofOneRow(Dialect dialect) {
    return new FieldSlicer(dialect, NullMarkers.NONE, 1);
  }

  NullMarkers nulls() {
    return nulls;
  }

  private static int[] pairs() {
    int[] pairs = new int[Batch.CAPACITY];
    Arrays.setAll(pairs, i -> 2 * i);
    return pairs;
  }

  private void put(int row, int start, int end) {
    cuts[2 * row] = start - 1;
    cuts[2 * row + 1] = end;
  }

  private int delimiterLength(boolean last) {
    return last ? dialect.recordEnd().length : dialect.separator().length;
  }

  /** Cuts a column of plain rows without copying anything; leaves NULL markers as texts. */
  void direct(Rows rows, int column, boolean last) {
    codedCount = 0;
    strayCount = 0;
    fields.set(rows.text, rows.cuts, rows.firsts, column, delimiterLength(last) - 1);
  }

  /**
   * Whether {@link #direct} can cut that column of plain rows: its fields begin right behind a
   * delimiter, and end right before one.
   */
  boolean canBeDirect(Rows rows, int column, boolean last) {
    return !(last && dialect.dropCr()) && !(rows.quoted && hasQuotes(rows, column));
  }

  private boolean hasQuotes(Rows rows, int column) {
    byte[] text = rows.text;
    int[] cuts = rows.cuts;
    int[] firsts = rows.firsts;
    int quote = dialect.quote();
    for (int row = 0; row < rows.count; row++) {
      int field = firsts[row] + column;
      int start = cuts[field] + 1;
      if (start < cuts[field + 1] && (text[start] & 0xFF) == quote) {
        return true;
      }
    }
    return false;
  }

  /**
   * Cuts a column of plain rows.
   *
   * @param out null for a column that is only looked through for text behind quotes
   */
  void plain(Rows rows, int column, boolean last, @Nullable Vector out) {
    data = rows.text;
    codedCount = 0;
    strayCount = 0;
    int[] positions = rows.cuts;
    int delimiter = delimiterLength(last);
    boolean dropCr = last && dialect.dropCr();
    for (int row = 0; row < rows.count; row++) {
      int field = rows.firsts[row] + column;
      int start = positions[field] + 1;
      int end = positions[field + 1] + 1 - delimiter;
      if (dropCr && end > start && data[end - 1] == '\r') {
        end--;
      }
      boolean isNull;
      if (rows.quoted && start < end && (data[start] & 0xFF) == dialect.quote()) {
        end = close(row, data, start, end, last);
        start++;
        isNull = end < 0 || nulls.isNullQuoted(data, start, end);
      } else {
        isNull = nulls.mayBeNull(end - start) && nulls.isNull(data, start, end);
      }
      if (isNull) {
        end = start - 1;
        if (out != null) {
          out.setNull(row);
        }
      }
      put(row, start, end);
    }
    fields.set(data, cuts, PAIRS, 0, 0);
  }

  /** Place of the quote that closes a plain field; -1, noted as a stray, if text follows it. */
  private int close(int row, byte[] text, int start, int end, boolean last) {
    int close = end - 1;
    if (last && dialect.dropCrAfterQuote() && !dialect.dropCr() && text[close] == '\r') {
      close--;
    }
    if (close > start && (text[close] & 0xFF) == dialect.quote()) {
      return close;
    }
    strays[strayCount++] = row;
    return -1;
  }

  /**
   * Cuts a column of plain rows straight into a vector of texts.
   *
   * @return length of the longest
   */
  int texts(Rows rows, int column, boolean last, Vector.Bytes out) {
    byte[] bytes = rows.text;
    int[] positions = rows.cuts;
    int[] firsts = rows.firsts;
    int[] starts = out.starts;
    int[] lengths = out.lengths;
    int less = delimiterLength(last);
    boolean dropCr = last && dialect.dropCr();
    boolean quoted = rows.quoted;
    byte quote = (byte) dialect.quote();
    int count = rows.count;
    int longest = 0;
    strayCount = 0;
    out.data(bytes);
    for (int row = 0; row < count; row++) {
      int field = firsts[row] + column;
      int start = positions[field] + 1;
      int length = positions[field + 1] + 1 - start - less;
      if (dropCr && length > 0 && bytes[start + length - 1] == '\r') {
        length--;
      }
      if (quoted && length > 0 && bytes[start] == quote) {
        int close = close(row, bytes, start, start + length, last);
        start++;
        length = Math.max(0, close - start);
        if (close < 0 || nulls.isNullQuoted(bytes, start, close)) {
          out.setNull(row);
        }
      } else if (nulls.mayBeNull(length) && nulls.isNull(bytes, start, start + length)) {
        out.setNull(row);
      }
      starts[row] = start;
      lengths[row] = length;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /**
   * Cuts a column of any rows.
   *
   * @param last whether it is the last column that rows are expected to have
   * @param out null for a column that is only looked through for text behind quotes
   */
  void careful(Rows rows, int column, boolean last, @Nullable Vector out) {
    data = rows.data;
    codedCount = 0;
    strayCount = 0;
    fields.set(data, cuts, PAIRS, 0, 0);
    int[] positions = rows.index.positions;
    for (int row = 0; row < rows.count; row++) {
      int field = rows.firsts[row] + column;
      boolean ends = field + 1 == rows.lasts[row];
      boolean hasValue =
          field < rows.lasts[row] && cut(positions[field] + 1, positions[field + 1], ends, row);
      if (!hasValue) {
        put(row, 0, -1);
        coded[row] = false;
        if (out != null) {
          out.setNull(row);
        }
      } else if (coded[row]) {
        codedCount++;
      }
    }
  }

  /**
   * Cuts the field before the delimiter that ends at {@code delimiter}; false if it has no value.
   */
  private boolean cut(int start, int delimiter, boolean last, int row) {
    int end = delimiter + 1 - delimiterLength(last);
    boolean cr =
        last
            && dialect.dropCrAfterQuote()
            && end > start
            && data[end - 1] == '\r'
            && !dialect.isEscaped(data, start, end - 1);
    if (cr && dialect.dropCr()) {
      end--;
    }
    int text = dialect.trim() ? skipSpaces(start, end) : start;
    coded[row] = false;
    if (text < end && (data[text] & 0xFF) == dialect.quote()) {
      return quoted(text, cr && !dialect.dropCr() ? end - 1 : end, row);
    }
    return unquoted(text, end, row);
  }

  private int skipSpaces(int start, int end) {
    int at = start;
    while (at < end && dialect.isBlank(data[at])) {
      at++;
    }
    return at;
  }

  private boolean unquoted(int start, int to, int row) {
    int end = to;
    if (dialect.trim()) {
      while (end > start
          && dialect.isBlank(data[end - 1])
          && !dialect.isEscaped(data, start, end - 1)) {
        end--;
      }
    }
    put(row, start, end);
    coded[row] =
        dialect.escapeOutside() >= 0
            && Swar.indexOf(data, start, end, (byte) dialect.escape()) >= 0;
    return !(nulls.mayBeNull(end - start) && nulls.isNull(data, start, end));
  }

  private boolean quoted(int quote, int to, int row) {
    int end = to;
    if (dialect.trim()) {
      while (dialect.isBlank(data[end - 1])) {
        end--;
      }
    }
    int close = closingQuote(quote + 1, end, row);
    put(row, quote + 1, close);
    if (close != end - 1) {
      strays[strayCount++] = row;
      return false;
    }
    return !nulls.isNullQuoted(data, quote + 1, close);
  }

  /**
   * Place of the quote that closes the field; notes whether doubled quotes or escapes precede it.
   */
  private int closingQuote(int start, int end, int row) {
    byte quote = (byte) dialect.quote();
    if (dialect.escape() < 0) {
      int first = Swar.indexOf(data, start, end, quote);
      if (first == end - 1) {
        return first;
      }
    }
    int at = start;
    while (at < end) {
      if (dialect.escapesInQuotes(data, at, end)) {
        coded[row] = true;
        at += 2;
      } else if (data[at] != quote) {
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

  /** Whether some texts, of the column cut last, still hold escapes or doubled quotes. */
  boolean needsDecoding() {
    return codedCount > 0;
  }

  /** Bytes of all texts of the column cut last. */
  int totalLength(int rows) {
    int length = 0;
    for (int row = 0; row < rows; row++) {
      length += Math.max(0, cuts[2 * row + 1] - cuts[2 * row] - 1);
    }
    return length;
  }

  /**
   * Copies the texts of the column cut last aside, escapes and doubled quotes undone, and lets
   * {@link #fields} tell where they lie there. The chunk stays as it is: rejected rows show it.
   */
  void decode(Rows rows, byte[] target) {
    int at = 0;
    for (int row = 0; row < rows.count; row++) {
      int start = cuts[2 * row] + 1;
      int length = cuts[2 * row + 1] - start;
      if (length < 0) {
        continue;
      }
      int from = at;
      if (coded[row]) {
        at = decode(start, start + length, isQuoted(rows, start), target, at);
      } else {
        System.arraycopy(data, start, target, at, length);
        at += length;
      }
      put(row, from, at);
    }
    fields.set(target, cuts, PAIRS, 0, 0);
  }

  /** No delimiter ends in a quote, so a quote before a text is its opening one. */
  private boolean isQuoted(Rows rows, int start) {
    return start > rows.chunkStart && (data[start - 1] & 0xFF) == dialect.quote();
  }

  private int decode(int start, int end, boolean quoted, byte[] target, int at) {
    byte[] letters = dialect.letters();
    int to = at;
    for (int from = start; from < end; from++) {
      int value = data[from] & 0xFF;
      boolean escaped =
          quoted ? dialect.escapesInQuotes(data, from, end) : value == dialect.escapeOutside();
      if ((escaped || (quoted && value == dialect.quote())) && from + 1 < end) {
        from++;
        target[to++] = escaped && letters != null ? letters[data[from] & 0xFF] : data[from];
      } else {
        target[to++] = data[from];
      }
    }
    return to;
  }
}
