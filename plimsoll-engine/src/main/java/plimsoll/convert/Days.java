package plimsoll.convert;

/** The proleptic Gregorian calendar of the years 0 to 9999 as days since 1970-01-01. */
final class Days {
  /** Answer for what is no date. */
  static final int NONE = Integer.MIN_VALUE;

  /** Days before each month, in common years and then in leap years; month 1 is at 1. */
  private static final int[] BEFORE_MONTH = {
    0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 0, 0,
    0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366, 0, 0
  };

  private static final int[] YEAR_START = yearStarts();

  private static final long DATE_FRONT = text("0000-00-");
  private static final long DATE_BACK = text("00-00-00");
  private static final long DASH_FRONT = 0xFF0000FF00000000L;
  private static final long DASH_BACK = 0x0000FF0000FF0000L;
  private static final long OVER_NINE = 0x76 * Swar.ONES;

  private Days() {}

  private static int[] yearStarts() {
    int[] starts = new int[10_001];
    int day = -719_528;
    for (int year = 0; year < starts.length; year++) {
      starts[year] = day;
      day += isLeap(year) ? 366 : 365;
    }
    return starts;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static long text(String eight) {
    long word = 0;
    for (int i = 7; i >= 0; i--) {
      word = word << 8 | eight.charAt(i);
    }
    return word;
  }

  /** The day of a date, or {@link #NONE} if the calendar has no such date. */
  static int of(int year, int month, int day) {
    if (year < 0 || year > 9999 || month < 1 || month > 12) {
      return NONE;
    }
    int start = YEAR_START[year];
    int table = (YEAR_START[year + 1] - start - 365) << 4 | month;
    if (day < 1 || day > BEFORE_MONTH[table + 1] - BEFORE_MONTH[table]) {
      return NONE;
    }
    return start + BEFORE_MONTH[table] + day - 1;
  }

  /** Reads {@code yyyy-MM-dd} at {@code start}; ten bytes must be there. */
  static int iso(byte[] data, int start) {
    long front = Swar.word(data, start) ^ DATE_FRONT;
    long back = Swar.word(data, start + 2) ^ DATE_BACK;
    long digits = (front + OVER_NINE) | front | (back + OVER_NINE) | back;
    if ((digits & Swar.TOPS) != 0 || ((front & DASH_FRONT) | (back & DASH_BACK)) != 0) {
      return NONE;
    }
    int year = (int) ((front & 15) * 1000 + (front >>> 8 & 15) * 100 + (front >>> 16 & 15) * 10
        + (front >>> 24 & 15));
    int month = (int) ((back >>> 24 & 15) * 10 + (back >>> 32 & 15));
    int day = (int) ((back >>> 48 & 15) * 10 + (back >>> 56 & 15));
    return of(year, month, day);
  }
}
