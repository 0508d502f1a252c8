package plimsoll.convert;

import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** DECIMAL of at most 18 digits, as an unscaled long. */
final class DecimalReader implements ValueReader {
  private final int scale;
  private final int integerDigits;
  private final long limit;
  private final int pointShift;
  private final DecimalText slow;

  DecimalReader(DataType.Decimal type) {
    this.scale = type.scale();
    this.integerDigits = type.precision() - type.scale();
    this.limit = Numbers.POWERS[type.precision()];
    // The point of a number of 0 or more than 6 decimals has no place in the last 8 bytes: bit 63 is
    // where no point can be found.
    this.pointShift = scale >= 1 && scale <= 6 ? 56 - 8 * scale : 63;
    this.slow = new DecimalText(type.precision(), type.scale());
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Longs) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    long[] values = ((Vector.Longs) out).values;
    byte[] data = fields.data;
    int[] cuts = fields.cuts;
    int[] firsts = fields.firsts;
    int shift = fields.shift;
    int less = fields.trail + 1;
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      int first = firsts[row] + shift;
      int cut = cuts[first];
      if (!readOne(data, cut + 1, cuts[first + 1] - cut - less, values, row)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private boolean readOne(byte[] data, int start, int length, long[] values, int row) {
    long value = written(data, start, length);
    if (value >= 0 && value < limit) {
      values[row] = value;
      return true;
    }
    return length < 0 || readSlow(data, start, length, values, row);
  }

  /**
   * Reads a number written with just as many digits behind the point as the type has, as most files
   * have them: the point's place is then known.
   */
  private long written(byte[] data, int start, int length) {
    if ((length - 1) >>> 4 != 0 || start > data.length - 16) {
      return Numbers.NONE;
    }
    if (length <= 8) {
      return Numbers.eightWithPoint(Numbers.lastOf8(data, start, length), pointShift);
    }
    long front = Numbers.eight(Numbers.lastOf8(data, start, length - 8));
    long back = Numbers.eightWithPoint(Numbers.lastOf8(data, start + length - 8, 8), pointShift);
    return (front | back) < 0 ? Numbers.NONE : front * 10_000_000L + back;
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
    boolean negative = length > 1 && data[start] == '-';
    int sign = negative ? 1 : 0;
    long value = plain(Numbers.fixed(data, start + sign, length - sign));
    if (value >= 0) {
      values[row] = negative ? -value : value;
      return true;
    }
    if (!slow.read(data, start, start + length)) {
      return false;
    }
    values[row] = slow.low();
    return true;
  }
}
