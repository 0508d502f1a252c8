package plimsoll.convert;

import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** DECIMAL of at most 18 digits, as an unscaled long. */
final class DecimalReader implements ValueReader {
  private final int scale;
  private final int integerDigits;
  private final long limit;
  private final boolean isShort;
  private final long unit;
  private final long pointMask;
  private final long point;
  private final long beforeMask;
  private final long behindMask;
  private final DecimalText slow;

  DecimalReader(DataType.Decimal type) {
    this.scale = type.scale();
    this.integerDigits = type.precision() - type.scale();
    this.limit = Numbers.POWERS[type.precision()];
    isShort = scale >= 1 && scale <= 6;
    unit = Numbers.POWERS[scale];
    // The point is looked for in the last 8 bytes, behind at least one digit.
    int shift = isShort ? 56 - 8 * scale : 0;
    pointMask = 0xFFL << shift;
    point = (long) ('.' ^ '0') << shift;
    beforeMask = (1L << shift) - 1;
    behindMask = (-1L << shift) << 8;
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
   * Reads a number written with just as many digits behind the point as the type has, or none, as
   * most files have them: the point's place is then known. Unscaled, or -1.
   */
  private long written(byte[] data, int start, int length) {
    if (!isShort || (length - 1) >>> 4 != 0 || start > data.length - 16) {
      return Numbers.NONE;
    }
    if (length <= 8) {
      long digits = Numbers.lastOf8(data, start, length);
      return (digits & pointMask) == point
          ? Numbers.eight((digits & beforeMask) << 8 | (digits & behindMask))
          : Numbers.eight(digits) * unit;
    }
    long back = Numbers.lastOf8(data, start + length - 8, 8);
    if ((back & pointMask) != point) {
      return Numbers.NONE;
    }
    long front = Numbers.eight(Numbers.lastOf8(data, start, length - 8));
    long behind = Numbers.eight((back & beforeMask) << 8 | (back & behindMask));
    return (front | behind) < 0 ? Numbers.NONE : front * 10_000_000L + behind;
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
