package plimsoll.convert;

/** Shapes of text that OpenMLDB's local mode takes. The texts are ones that a reader took. */
final class LocalText {
  private static final int YEAR_DIGITS = 4;
  private static final int MOST_OTHER_DIGITS = 2;
  private static final int FIRST_YEAR = 1900;

  private LocalText() {}

  /** Digits, perhaps behind a minus sign. */
  static boolean integer(byte[] data, int start, int end) {
    return start < end && (isDigit(data[start]) || data[start] == '-');
  }

  /** Without blanks around it. */
  static boolean floating(byte[] data, int start, int end) {
    return start < end && data[start] > ' ' && data[end - 1] > ' ';
  }

  /** Year, month and day with dashes between them, from 1900 on; no time. */
  static boolean date(byte[] data, int start, int end) {
    int yearEnd = start + YEAR_DIGITS;
    if (digitsEnd(data, start, end) != yearEnd || year(data, start) < FIRST_YEAR) {
      return false;
    }
    int monthEnd = partEnd(data, yearEnd, end);
    return monthEnd > 0 && partEnd(data, monthEnd, end) == end;
  }

  /** Past a dash and one or two digits; -1 if something else is there. */
  private static int partEnd(byte[] data, int dash, int end) {
    if (dash >= end || data[dash] != '-') {
      return -1;
    }
    int past = digitsEnd(data, dash + 1, end);
    int digits = past - dash - 1;
    return digits >= 1 && digits <= MOST_OTHER_DIGITS ? past : -1;
  }

  /** Digits only. */
  static boolean milliseconds(byte[] data, int start, int end) {
    return start < end && digitsEnd(data, start, end) == end;
  }

  private static int year(byte[] data, int start) {
    int year = 0;
    for (int i = start; i < start + YEAR_DIGITS; i++) {
      year = 10 * year + data[i] - '0';
    }
    return year;
  }

  private static int digitsEnd(byte[] data, int start, int end) {
    int at = start;
    while (at < end && isDigit(data[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
