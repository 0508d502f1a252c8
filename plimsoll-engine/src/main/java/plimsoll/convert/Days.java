package plimsoll.convert;

/** The proleptic Gregorian calendar of the years 0 to 9999 as days since 1970-01-01. */
final class Days {
  /** Answer for what is no date. */
  static final int NONE = Integer.MIN_VALUE;

  /**
   * First day of month m of year y at {@code y * 16 + m}; months that do not exist have no days.
   */
  private static final int[] MONTH_START = monthStarts();

  private static final long ZEROS = 0x30 * Swar.ONES;
  private static final long DASHES = 0x2D00002D00000000L;
  private static final long DASH_PLACES = 0xFF0000FF00000000L;
  private static final long OVER_NINE = 0x76 * Swar.ONES;

  private Days() {}

  private static int[] monthStarts() {
    int[] lengths = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
    int[] starts = new int[10_000 * 16 + 1];
    int day = -719_528;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = day;
      day += lengths[i & 15] + ((i & 15) == 2 && isLeap(i >>> 4) ? 1 : 0);
    }
    return starts;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** The day of a date, or {@link #NONE} if the calendar has no such date. */
  static int of(int year, int month, int day) {
    if (year < 0 || year > 9999 || month < 1 || month > 12) {
      return NONE;
    }
    int place = year << 4 | month;
    int start = MONTH_START[place];
    return day < 1 || day > MONTH_START[place + 1] - start ? NONE : start + day - 1;
  }

  /**
   * Reads {@code yyyy-MM-dd} at {@code start}; ten bytes must be there. The eight digits are
   * brought together in a word and then combined to pairs.
   */
  static int iso(byte[] data, int start) {
    long front = Swar.word(data, start);
    long back = Swar.word(data, start + 2);
    long digits =
        ((front & 0xFFFFFFFFL) | (front >>> 8 & 0xFFFF00000000L) | (back & 0xFFFF000000000000L))
            ^ ZEROS;
    if ((((digits + OVER_NINE) | digits) & Swar.TOPS) != 0 || (front & DASH_PLACES) != DASHES) {
      return NONE;
    }
    long pairs = digits * 10 + (digits >>> 8);
    int year = (int) (pairs & 0xFF) * 100 + (int) (pairs >>> 16 & 0xFF);
    return of(year, (int) (pairs >>> 32 & 0xFF), (int) (pairs >>> 48 & 0xFF));
  }
}
