package plimsoll.convert;

/**
 * Integers that are not just a few digits: signs, blanks around them, decimal fractions. The slow
 * half of the integer readers.
 */
final class IntegerText {
  private final long min;
  private final long max;
  private final boolean lenient;
  private long value;

  /**
   * Reads integers in {@code [min, max]}.
   *
   * @param lenient StarRocks' rules: blanks around the number are dropped, a decimal fraction is
   *     cut off
   */
  IntegerText(long min, long max, boolean lenient) {
    this.min = min;
    this.max = max;
    this.lenient = lenient;
  }

  /** The number that the last successful {@link #read} found. */
  long value() {
    return value;
  }

  /** Reads a number; false if the text is none or it is out of range. */
  boolean read(byte[] data, int from, int to) {
    int start = lenient ? Numbers.skipBlanks(data, from, to) : from;
    int end = lenient ? Numbers.dropBlanks(data, start, to) : to;
    if (start == end) {
      return false;
    }
    boolean negative = data[start] == '-';
    int first = Numbers.isSign(data[start]) ? start + 1 : start;
    int past = Numbers.skipDigits(data, first, end);
    if (past < end && !isFraction(data, first, past, end)) {
      return false;
    }
    return (past > first || past < end) && digits(data, first, past, negative);
  }

  private boolean isFraction(byte[] data, int first, int point, int end) {
    return lenient
        && data[point] == '.'
        && Numbers.skipDigits(data, point + 1, end) == end
        && (point > first || end > point + 1);
  }

  /** Sums up downwards, since the least long has no positive counterpart. */
  private boolean digits(byte[] data, int first, int past, boolean negative) {
    long sum = 0;
    for (int at = first; at < past; at++) {
      int digit = data[at] - '0';
      if (sum < (Long.MIN_VALUE + digit) / 10) {
        return false;
      }
      sum = sum * 10 - digit;
    }
    if (!negative && sum == Long.MIN_VALUE) {
      return false;
    }
    value = negative ? sum : -sum;
    return value >= min && value <= max;
  }
}
