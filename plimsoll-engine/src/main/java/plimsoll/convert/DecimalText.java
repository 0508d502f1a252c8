package plimsoll.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Decimal numbers of any form, brought to a scale: digits behind it are rounded half up (away from
 * zero), a number whose integer part does not fit is none.
 *
 * <p>Up to 38 digits that need no rounding are summed up in two longs; the rest (rounding,
 * exponents) goes through {@link BigDecimal}.
 */
final class DecimalText {
  private static final int MAX_TEXT = 4096;
  private static final int STEP = 18;
  private static final int MAX_DIGITS = 38;

  private final int scale;
  private final BigInteger limit;
  private final long limitHigh;
  private final long limitLow;
  private long high;
  private long low;

  DecimalText(int precision, int scale) {
    this.scale = scale;
    this.limit = BigInteger.TEN.pow(precision);
    this.limitHigh = limit.shiftRight(64).longValue();
    this.limitLow = limit.longValue();
  }

  /** Upper 64 bits of the unscaled number read last. */
  long high() {
    return high;
  }

  /** Lower 64 bits of the unscaled number read last. */
  long low() {
    return low;
  }

  /** Reads a number; false if the text is none or it does not fit. */
  boolean read(byte[] data, int from, int to) {
    int start = Numbers.skipBlanks(data, from, to);
    int end = Numbers.dropBlanks(data, start, to);
    if (end - start > MAX_TEXT || !Numbers.isDecimal(data, start, end)) {
      return false;
    }
    boolean negative = data[start] == '-';
    int first = Numbers.isSign(data[start]) ? start + 1 : start;
    int point = Numbers.skipDigits(data, first, end);
    int behind = point < end && data[point] == '.' ? point + 1 : point;
    int past = Numbers.skipDigits(data, behind, end);
    int digits = point - first + past - behind;
    if (past < end || past - behind > scale || digits + scale - (past - behind) > MAX_DIGITS) {
      return big(data, start, end);
    }
    high = 0;
    low = 0;
    add(data, first, point);
    add(data, behind, past);
    multiply(scale - (past - behind));
    return fits() && signed(negative);
  }

  /** Takes 1 to 38 digits as they are, of scale 0. */
  boolean readWhole(byte[] data, int start, int end, boolean negative) {
    high = 0;
    low = 0;
    add(data, start, end);
    return fits() && signed(negative);
  }

  /** Takes 0. */
  boolean readZero() {
    high = 0;
    low = 0;
    return true;
  }

  private void add(byte[] data, int start, int end) {
    for (int at = start; at < end; at += STEP) {
      int stop = Math.min(at + STEP, end);
      long part = 0;
      for (int i = at; i < stop; i++) {
        part = part * 10 + (data[i] - '0');
      }
      multiply(stop - at);
      low += part;
      high += Long.compareUnsigned(low, part) < 0 ? 1 : 0;
    }
  }

  private void multiply(int power) {
    int left = power;
    while (left > 0) {
      int step = Math.min(left, STEP);
      long factor = Numbers.POWERS[step];
      long carry = Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
      low *= factor;
      high = high * factor + carry;
      left -= step;
    }
  }

  private boolean fits() {
    return high < limitHigh || (high == limitHigh && Long.compareUnsigned(low, limitLow) < 0);
  }

  private boolean signed(boolean negative) {
    if (negative) {
      low = -low;
      high = ~high + (low == 0 ? 1 : 0);
    }
    return true;
  }

  private boolean big(byte[] data, int start, int end) {
    BigDecimal number;
    try {
      number = new BigDecimal(new String(data, start, end - start, StandardCharsets.US_ASCII));
    } catch (NumberFormatException exponentTooLarge) {
      return false;
    }
    // Without this, 1e999999999 would be written out.
    long magnitude = (long) number.precision() - number.scale();
    if (number.signum() != 0 && magnitude > MAX_DIGITS + 1) {
      return false;
    }
    BigInteger unscaled =
        number.signum() == 0 || magnitude < -MAX_DIGITS - 1
            ? BigInteger.ZERO
            : number.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    high = unscaled.shiftRight(64).longValue();
    low = unscaled.longValue();
    return unscaled.abs().compareTo(limit) < 0;
  }
}
