package plimsoll.formats.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/**
 * Integers and decimals of a file into DECIMAL, LARGEINT and integers. As for text: digits behind
 * the scale are rounded half up, what does not fit is bad; integers take no fraction.
 *
 * <p>Where the scales are equal, or only grow within a long, no object is made for a value.
 */
final class DecimalConversion extends Conversion {
  private static final int MOST_LONG_DIGITS = 18;

  private final int scale;
  private final boolean whole;
  private final BigInteger least;
  private final BigInteger most;

  /** Longs in this range, times {@link #factor}, are values; none if the way is longer. */
  private final long fastMost;

  private final long fastLeast;
  private final long factor;

  DecimalConversion(SourceType from, Column column) {
    super(from, column);
    DataType to = column.type();
    whole = !(to instanceof Decimal) && to != Scalar.LARGEINT;
    scale = to instanceof Decimal decimal ? decimal.scale() : 0;
    if (whole) {
      long min = IntegerConversions.ToInt.least(column);
      least = BigInteger.valueOf(min);
      most = BigInteger.valueOf(~min);
    } else {
      int digits = to instanceof Decimal decimal ? decimal.precision() : Decimal.MAX_PRECISION;
      most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
      least = most.negate();
    }
    int more = scale - from.scale();
    boolean fast = more >= 0 && more <= MOST_LONG_DIGITS;
    factor = fast ? BigInteger.TEN.pow(more).longValueExact() : 1;
    fastMost = fast ? clamp(most) / factor : -1;
    fastLeast = fast ? clamp(least) / factor : 0;
  }

  private static long clamp(BigInteger limit) {
    return limit
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .max(BigInteger.valueOf(Long.MIN_VALUE))
        .longValueExact();
  }

  @Override
  boolean keepsBits() {
    return scale == from.scale() && !from.unsigned();
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    boolean longs = from.layout() == SourceType.Layout.LONGS;
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      if (raw.isNull(row)) {
        continue;
      }
      boolean done = longs ? ofLong(raw, row, out) : ofBytes(raw, row, out);
      if (!done && !slowly(raw, row, out)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private boolean ofLong(RawColumn raw, int row, Vector out) {
    long value = raw.longs[row];
    return (value >= 0 || !from.unsigned()) && fast(value, out, row);
  }

  /** Big-endian two's complement; up to eight bytes are a long. */
  private boolean ofBytes(RawColumn raw, int row, Vector out) {
    int length = raw.lengths[row];
    int at = raw.starts[row];
    int end = at + length;
    if (length == 0) {
      return false;
    }
    byte sign = (byte) (raw.data[at] >> 7);
    while (end - at > Long.BYTES && raw.data[at] == sign) {
      at++;
    }
    if (end - at > Long.BYTES) {
      return ofWide(raw.data, at, end, sign, out, row);
    }
    boolean cut = at > raw.starts[row];
    long value = sign;
    for (int i = at; i < end; i++) {
      value = value << 8 | raw.data[i] & 0xFF;
    }
    boolean sameSign = !cut || (value < 0) == (sign < 0);
    return sameSign && fast(value, out, row);
  }

  /** Sixteen bytes at most, where nothing but the range is to be looked at. */
  private boolean ofWide(byte[] data, int start, int end, byte sign, Vector out, int row) {
    if (scale != from.scale()
        || end - start > 2 * Long.BYTES
        || !(out instanceof Vector.Int128s wide)) {
      return false;
    }
    long high = sign;
    long low = 0;
    for (int i = start; i < end - Long.BYTES; i++) {
      high = high << 8 | data[i] & 0xFF;
    }
    for (int i = end - Long.BYTES; i < end; i++) {
      low = low << 8 | data[i] & 0xFF;
    }
    if (high < 0 != sign < 0) {
      return false;
    }
    wide.high[row] = high;
    wide.low[row] = low;
    return isBetween(high, low);
  }

  private boolean isBetween(long high, long low) {
    return compare(high, low, most) <= 0 && compare(high, low, least) >= 0;
  }

  private static int compare(long high, long low, BigInteger limit) {
    int order = Long.compare(high, limit.shiftRight(Long.SIZE).longValue());
    return order != 0 ? order : Long.compareUnsigned(low, limit.longValue());
  }

  private boolean fast(long value, Vector out, int row) {
    if (value > fastMost || value < fastLeast) {
      return false;
    }
    long unscaled = value * factor;
    if (out instanceof Vector.Longs longs) {
      longs.values[row] = unscaled;
    } else if (out instanceof Vector.Int128s wide) {
      wide.high[row] = unscaled >> 63;
      wide.low[row] = unscaled;
    } else {
      ((Vector.Ints) out).values[row] = (int) unscaled;
    }
    return true;
  }

  private boolean slowly(RawColumn raw, int row, Vector out) {
    BigDecimal value = value(raw, row);
    if (whole && value.stripTrailingZeros().scale() > 0) {
      return false;
    }
    BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    if (unscaled.compareTo(least) < 0 || unscaled.compareTo(most) > 0) {
      return false;
    }
    if (out instanceof Vector.Int128s wide) {
      wide.high[row] = unscaled.shiftRight(Long.SIZE).longValue();
      wide.low[row] = unscaled.longValue();
    } else if (out instanceof Vector.Longs longs) {
      longs.values[row] = unscaled.longValue();
    } else {
      ((Vector.Ints) out).values[row] = unscaled.intValue();
    }
    return true;
  }

  private BigDecimal value(RawColumn raw, int row) {
    if (from.kind() == SourceType.Kind.DECIMAL) {
      return ValueText.decimal(from, raw, row);
    }
    return new BigDecimal(
        from.unsigned() ? Long.toUnsignedString(raw.longs[row]) : Long.toString(raw.longs[row]));
  }
}
