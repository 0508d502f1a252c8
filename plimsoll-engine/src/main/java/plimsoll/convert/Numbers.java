package plimsoll.convert;

/**
 * Numbers as text: the short plain forms in a few word operations, and what all number readers
 * share.
 *
 * <p>How eight digits become a number: the word is shifted so that the last digit is in the top
 * byte and zeros fill up in front; then neighbours are combined, digits to pairs, pairs to fours,
 * fours to eight, each with one multiplication.
 */
final class Numbers {
  /** What the functions here answer for text that they do not read. */
  static final long NONE = -1;

  /** Powers of ten that fit a long. */
  static final long[] POWERS = powers();

  private static final long ZEROS = 0x30 * Swar.ONES;
  private static final long POINT = ('.' ^ '0') * Swar.ONES;
  private static final long OVER_NINE = 0x76 * Swar.ONES;

  private Numbers() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** Reads 1 to 8 plain digits, if at least 8 bytes are in the array from {@code start}. */
  static int upTo8(byte[] data, int start, int length) {
    if ((length - 1) >>> 3 != 0 || start > data.length - 8) {
      return (int) NONE;
    }
    return eight(lastOf8(data, start, length));
  }

  /** Reads 1 to 16 plain digits. */
  static long upTo16(byte[] data, int start, int length) {
    if (length <= 8) {
      return upTo8(data, start, length);
    }
    if (length > 16 || start > data.length - 16) {
      return NONE;
    }
    int front = eight((Swar.word(data, start) ^ ZEROS) << (128 - 8 * length));
    int back = eight(Swar.word(data, start + length - 8) ^ ZEROS);
    return (front | back) < 0 ? NONE : front * 100_000_000L + back;
  }

  /**
   * Reads 1 to 16 bytes of digits with at most one point among them.
   *
   * @return digits without the point, times 32, plus the number of digits behind the point
   */
  static long fixed(byte[] data, int start, int length) {
    if (length <= 8) {
      return fixed8(data, start, length);
    }
    if (length > 16 || start > data.length - 16) {
      return NONE;
    }
    long front = withoutPoint((Swar.word(data, start) ^ ZEROS) << (128 - 8 * length));
    long back = withoutPoint(Swar.word(data, start + length - 8) ^ ZEROS);
    if ((front | back) < 0 || ((front & 15) != 15 && (back & 15) != 15)) {
      return NONE;
    }
    if ((back & 15) != 15) {
      return (((front >>> 4) * 10_000_000L + (back >>> 4)) << 5) | (back & 15);
    }
    long value = (front >>> 4) * 100_000_000L + (back >>> 4);
    return (front & 15) == 15 ? value << 5 : (value << 5) | ((front & 15) + 8);
  }

  private static long fixed8(byte[] data, int start, int length) {
    if ((length - 1) >>> 3 != 0 || start > data.length - 8) {
      return NONE;
    }
    long read = withoutPoint((Swar.word(data, start) ^ ZEROS) << (64 - 8 * length));
    if (read < 0 || (length == 1 && (read & 15) != 15)) {
      return NONE;
    }
    return (read & 15) == 15 ? (read >>> 4) << 5 : (read >>> 4) << 5 | (read & 15);
  }

  /** Value times 16 plus digits behind the point; 15 when there is no point. */
  private static long withoutPoint(long digits) {
    long point = Swar.matches(digits, POINT);
    if (point == 0) {
      int value = eight(digits);
      return value < 0 ? NONE : ((long) value << 4) | 15;
    }
    int at = Long.numberOfTrailingZeros(point) - 7;
    long before = digits & ((1L << at) - 1);
    long behind = digits & ((-1L << at) << 8);
    int value = eight((before << 8) | behind);
    return value < 0 ? NONE : ((long) value << 4) | (7 - (at >>> 3));
  }

  /**
   * The digits of {@code length} bytes, 1 to 8, in the last bytes of a word, 0 in front; 8 bytes
   * must be in the array.
   */
  static long lastOf8(byte[] data, int start, int length) {
    return (Swar.word(data, start) ^ ZEROS) << (64 - 8 * length);
  }

  /** Eight bytes of 0 to 9, first digit lowest, as a number; -1 if a byte is more than 9. */
  static int eight(long digits) {
    if ((((digits + OVER_NINE) | digits) & Swar.TOPS) != 0) {
      return (int) NONE;
    }
    long pairs = digits * 10 + (digits >>> 8);
    long front = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L;
    long back = ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L;
    return (int) ((front + back) >>> 32);
  }

  /** Whether a byte is ASCII white space. */
  static boolean isBlank(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  /** First byte of {@code data[start, end)} that is not blank, or {@code end}. */
  static int skipBlanks(byte[] data, int start, int end) {
    int at = start;
    while (at < end && isBlank(data[at])) {
      at++;
    }
    return at;
  }

  /** Past the last byte of {@code data[start, end)} that is not blank. */
  static int dropBlanks(byte[] data, int start, int end) {
    int at = end;
    while (at > start && isBlank(data[at - 1])) {
      at--;
    }
    return at;
  }

  /** Past the digits that begin at {@code start}. */
  static int skipDigits(byte[] data, int start, int end) {
    int at = start;
    while (at < end && isDigit(data[at])) {
      at++;
    }
    return at;
  }

  static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  static boolean isSign(byte value) {
    return value == '-' || value == '+';
  }

  /**
   * Whether the bytes are {@code [sign] digits [. digits] [e [sign] digits]} with a digit before or
   * behind the point.
   */
  static boolean isDecimal(byte[] data, int start, int end) {
    int at = start < end && isSign(data[start]) ? start + 1 : start;
    int point = skipDigits(data, at, end);
    int digits = point - at;
    at = point;
    if (at < end && data[at] == '.') {
      at = skipDigits(data, point + 1, end);
      digits += at - point - 1;
    }
    if (digits == 0) {
      return false;
    }
    if (at < end && (data[at] | 0x20) == 'e') {
      int exponent = at + 1 < end && isSign(data[at + 1]) ? at + 2 : at + 1;
      at = skipDigits(data, exponent, end);
      return at == end && at > exponent;
    }
    return at == end;
  }

  /** Whether the bytes are that lower-case ASCII word in any letter case. */
  static boolean isWord(byte[] data, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((data[start + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
