package plimsoll.convert;

/**
 * Whether a text says no more than its value. The texts are ones that a reader of the type took;
 * what is looked for is what the value would lose.
 */
final class ExactText {
  /** Digits that come back from any DOUBLE, and those that a program may have printed of one. */
  private static final int DIGITS_OF_WHOLE = 15;

  private static final int DIGITS_OF_FRACTION = 17;
  private static final int MOST_EXPONENT_DIGITS = 2; // beyond 1e99 digits may fall to zero
  private static final int YEAR_DIGITS = 4;
  private static final int LONGEST_DATE = 10;
  private static final int DIGITS_OF_MICROS = 6;

  private ExactText() {}

  /** No plus sign, no leading zero: 007 and +49 are codes. */
  static boolean integer(byte[] data, int start, int end) {
    boolean negative = start < end && data[start] == '-';
    int first = negative ? start + 1 : start;
    return first < end
        && isDigit(data[first])
        && (data[first] != '0' || (first + 1 == end && !negative));
  }

  /** As {@link #integer}, with at most {@code scale} digits behind a point that are not zero. */
  static boolean decimal(byte[] data, int start, int end, int scale) {
    int at = wholePart(data, start, end);
    if (at < 0 || at == end) {
      return at == end;
    }
    if (data[at] != '.') {
      return false;
    }
    int kept = Math.min(end, at + 1 + scale);
    return digitsEnd(data, at + 1, end) == end && isZeros(data, kept, end);
  }

  /** A number of no more digits than a DOUBLE keeps, or a word such as nan. */
  static boolean floating(byte[] data, int start, int end) {
    int first = start < end && data[start] == '-' ? start + 1 : start;
    if (first < end && Character.isLetter(data[first])) {
      return true;
    }
    int whole = wholePart(data, start, end);
    if (whole < 0) {
      return false;
    }
    if (whole == end) {
      return whole - first <= DIGITS_OF_WHOLE;
    }
    int at = data[whole] == '.' ? digitsEnd(data, whole + 1, end) : whole;
    return at > first
        && significantDigits(data, first, at) <= DIGITS_OF_FRACTION
        && isExponent(data, at, end);
  }

  /** Digits behind leading zeros; the range may hold a point. */
  private static int significantDigits(byte[] data, int start, int end) {
    int digits = 0;
    for (int at = start; at < end; at++) {
      if (isDigit(data[at]) && (digits > 0 || data[at] != '0')) {
        digits++;
      }
    }
    return digits;
  }

  /** Behind the sign and the digits before the point; negative where they are a code. */
  private static int wholePart(byte[] data, int start, int end) {
    int first = start < end && data[start] == '-' ? start + 1 : start;
    int past = digitsEnd(data, first, end);
    boolean code = past - first > 1 && data[first] == '0';
    return code ? -1 : past;
  }

  private static boolean isExponent(byte[] data, int start, int end) {
    if (start == end) {
      return true;
    }
    if ((data[start] | 0x20) != 'e') {
      return false;
    }
    int sign = start + 1;
    int first = sign < end && (data[sign] == '-' || data[sign] == '+') ? sign + 1 : sign;
    return digitsEnd(data, first, end) == end && end - first <= MOST_EXPONENT_DIGITS;
  }

  /** Year of four digits, and no time. */
  static boolean date(byte[] data, int start, int end) {
    return end - start <= LONGEST_DATE && hasYear(data, start, end);
  }

  /** No digits behind microseconds but zeros. */
  static boolean dateTime(byte[] data, int start, int end) {
    if (!hasYear(data, start, end)) {
      return false;
    }
    int point = start + LONGEST_DATE;
    while (point < end && data[point] != '.') {
      point++;
    }
    int past = digitsEnd(data, Math.min(end, point + 1), end);
    return isZeros(data, Math.min(past, point + 1 + DIGITS_OF_MICROS), past);
  }

  private static boolean hasYear(byte[] data, int start, int end) {
    int past = digitsEnd(data, start, end);
    return past - start == YEAR_DIGITS && past < end;
  }

  private static int digitsEnd(byte[] data, int start, int end) {
    int at = start;
    while (at < end && isDigit(data[at])) {
      at++;
    }
    return at;
  }

  private static boolean isZeros(byte[] data, int start, int end) {
    for (int at = start; at < end; at++) {
      if (data[at] != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }
}
