package plimsoll.convert;

import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** DECIMAL of at most 18 digits, as an unscaled long. */
final class DecimalReader implements ValueReader {
  private final int scale;
  private final int integerDigits;
  private final DecimalText slow;

  DecimalReader(DataType.Decimal type) {
    this.scale = type.scale();
    this.integerDigits = type.precision() - type.scale();
    this.slow = new DecimalText(type.precision(), type.scale());
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Longs) out).values, row);
  }

  @Override
  public int readAll(
      byte[] data, int[] starts, int[] ends, int from, int to, Vector out, int[] failed) {
    long[] values = ((Vector.Longs) out).values;
    int failures = 0;
    for (int i = from; i < to; i++) {
      int start = starts[i];
      if (!readOne(data, start, ends[i] - start, values, i)) {
        failed[failures++] = i;
      }
    }
    return failures;
  }

  private boolean readOne(byte[] data, int start, int length, long[] values, int row) {
    long value = plain(Numbers.fixed(data, start, length));
    if (value >= 0) {
      values[row] = value;
      return true;
    }
    return length < 0 || readSlow(data, start, length, values, row);
  }

  /** The unscaled value if nothing has to be rounded and it fits; else -1. */
  private long plain(long fixed) {
    int behind = (int) fixed & 31;
    if (fixed < 0 || behind > scale) {
      return Numbers.NONE;
    }
    long value = fixed >>> 5;
    return value < Numbers.POWERS[integerDigits + behind]
        ? value * Numbers.POWERS[scale - behind]
        : Numbers.NONE;
  }

  private boolean readSlow(byte[] data, int start, int length, long[] values, int row) {
    if (length > 1 && data[start] == '-') {
      long value = plain(Numbers.fixed(data, start + 1, length - 1));
      if (value >= 0) {
        values[row] = -value;
        return true;
      }
    }
    if (!slow.read(data, start, start + length)) {
      return false;
    }
    values[row] = slow.low();
    return true;
  }
}
