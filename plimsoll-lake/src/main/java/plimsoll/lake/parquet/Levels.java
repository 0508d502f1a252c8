package plimsoll.lake.parquet;

import java.util.Arrays;
import plimsoll.flow.ByteSink;

/** Which rows of the current page have a value: the definition levels of an optional column. */
final class Levels {
  private long[] words = new long[4];
  private int rows;
  private int nulls;

  int rows() {
    return rows;
  }

  int nulls() {
    return nulls;
  }

  /** Adds rows that all have values. */
  void addPresent(int count) {
    if (nulls > 0) {
      reserve(count);
      setRange(rows, rows + count);
    }
    rows += count;
  }

  /** Adds one row. */
  void add(boolean present) {
    if (!present && nulls++ == 0) {
      reserve(1);
      Arrays.fill(words, 0);
      setRange(0, rows);
    }
    if (nulls > 0) {
      reserve(1);
      if (present) {
        words[rows >>> 6] |= 1L << rows;
      }
    }
    rows++;
  }

  private void reserve(int more) {
    int needed = ((rows + more + 63) >>> 6) + 1;
    if (needed > words.length) {
      words = Arrays.copyOf(words, Math.max(needed, words.length * 2));
    }
  }

  private void setRange(int from, int to) {
    for (int row = from; row < to; row++) {
      if ((row & 63) == 0 && row + 64 <= to) {
        words[row >>> 6] = -1L;
        row += 63;
      } else {
        words[row >>> 6] |= 1L << row;
      }
    }
  }

  /** Appends the levels as a data page begins: length, then one run or one bit a row. */
  void encode(ByteSink out) {
    int start = out.size;
    out.putInt(0);
    if (nulls == 0 || nulls == rows) {
      RunLength.run(nulls == 0 ? 1 : 0, rows, 1, out);
    } else {
      RunLength.bits(words, rows, out);
    }
    ByteSink.INT.set(out.data, start, out.size - start - Integer.BYTES);
  }

  void clear() {
    rows = 0;
    nulls = 0;
  }

  void shrink() {
    words = new long[4];
  }

  long footprint() {
    return words.length * 8L;
  }
}
