package plimsoll.convert;

import java.time.ZoneId;

/**
 * Dates and times of any form: the slow half of their readers.
 *
 * <p>Forms: {@code y-M-d}, with the same one of {@code - / .} twice; {@code yyyyMMdd} and {@code
 * yyyyMMddHHmmss}; then, behind {@code T} or blanks, {@code H:m[:s[.fraction]]}; then {@code Z} or
 * an offset {@code +hh[[:]mm]}, by which the time becomes that of the load's zone. A year of two
 * digits is 1970 to 2069. Digits of the fraction behind microseconds are cut off. Only {@code -}
 * and four digits count when not lenient.
 */
final class DateTimeText {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long MIN_MICROS = Days.of(0, 1, 1) * DAY_MICROS;
  private static final long MAX_MICROS = (Days.of(9999, 12, 31) + 1) * DAY_MICROS - 1;

  private final boolean lenient;
  private final ZoneShift zone;
  private final IntegerText millis = new IntegerText(0, MAX_MICROS / 1000, false);
  private byte[] data = new byte[0];
  private int at;
  private int end;
  private int day;
  private long micros;

  /**
   * Reads texts by one set of rules.
   *
   * @param zone whose local time an instant becomes
   */
  DateTimeText(boolean lenient, ZoneId zone) {
    this.lenient = lenient;
    this.zone = new ZoneShift(zone);
  }

  /** The date read last, as written: a time part or offset does not move it. */
  int day() {
    return day;
  }

  /** The time read last. */
  long micros() {
    return micros;
  }

  /** Reads milliseconds since 1970, never negative. */
  boolean readMillis(byte[] bytes, int from, int to) {
    if (!millis.read(bytes, from, to)) {
      return false;
    }
    micros = zone.local(millis.value() * 1000);
    return micros <= MAX_MICROS;
  }

  /** Reads a date with or without a time. */
  boolean read(byte[] bytes, int from, int to) {
    data = bytes;
    at = lenient ? Numbers.skipBlanks(bytes, from, to) : from;
    end = lenient ? Numbers.dropBlanks(bytes, at, to) : to;
    boolean compact = lenient && Numbers.skipDigits(data, at, end) - at >= 8;
    if (!(compact ? compactDate() : separatedDate())) {
      return false;
    }
    micros = day * DAY_MICROS;
    return at == end
        || (time(compact) && at == end && micros >= MIN_MICROS && micros <= MAX_MICROS);
  }

  private boolean compactDate() {
    day = Days.of(number(4, 4), number(2, 2), number(2, 2));
    return day != Days.NONE;
  }

  private boolean separatedDate() {
    int from = at;
    int year = number(2, 4);
    int yearDigits = at - from;
    if (year < 0 || yearDigits == 3 || at == end || (!lenient && yearDigits == 2)) {
      return false;
    }
    byte separator = data[at];
    if (separator != '-' && !(lenient && (separator == '/' || separator == '.'))) {
      return false;
    }
    at++;
    int month = number(1, 2);
    if (!skip(separator)) {
      return false;
    }
    int dayOfMonth = number(1, 2);
    day = Days.of(yearDigits == 2 ? year + (year < 70 ? 2000 : 1900) : year, month, dayOfMonth);
    return day != Days.NONE;
  }

  private boolean time(boolean compact) {
    int from = at;
    if ((data[at] | 0x20) == 't') {
      at++;
    } else {
      at = Numbers.skipBlanks(data, at, end);
    }
    if (at == from) {
      return compact && compactTime();
    }
    int hour = number(1, 2);
    if (!skip((byte) ':')) {
      return false;
    }
    int minute = number(1, 2);
    int second = skip((byte) ':') ? number(1, 2) : 0;
    return clock(hour, minute, second) && fraction() && offset();
  }

  private boolean compactTime() {
    return clock(number(2, 2), number(2, 2), number(2, 2)) && fraction() && offset();
  }

  private boolean clock(int hour, int minute, int second) {
    micros += ((hour * 60L + minute) * 60 + second) * 1_000_000L;
    return inRange(hour, 23) && inRange(minute, 59) && inRange(second, 59);
  }

  private boolean fraction() {
    if (!skip((byte) '.')) {
      return true;
    }
    int from = at;
    at = Numbers.skipDigits(data, at, end);
    long unit = 100_000;
    for (int i = from; i < at && unit > 0; i++) {
      micros += (data[i] - '0') * unit;
      unit /= 10;
    }
    return at > from;
  }

  private boolean offset() {
    if (at == end) {
      return true;
    }
    if ((data[at] | 0x20) == 'z') {
      at++;
      micros = zone.local(micros);
      return true;
    }
    byte sign = data[at];
    if (!Numbers.isSign(sign)) {
      return false;
    }
    at++;
    int hours = number(2, 2);
    boolean colon = skip((byte) ':');
    int minutes = colon || at < end ? number(2, 2) : 0;
    long shift = (hours * 60L + minutes) * 60_000_000L;
    if (!inRange(hours, 18) || !inRange(minutes, 59)) {
      return false;
    }
    micros = zone.local(micros + (sign == '-' ? shift : -shift));
    return true;
  }

  private static boolean inRange(int value, int most) {
    return value >= 0 && value <= most;
  }

  private boolean skip(byte wanted) {
    if (at < end && data[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes as many digits as there are, up to {@code most}; -1 when fewer than {@code least}. */
  private int number(int least, int most) {
    int from = at;
    int value = 0;
    while (at < end && at - from < most && Numbers.isDigit(data[at])) {
      value = value * 10 + (data[at++] - '0');
    }
    return at - from < least ? -1 : value;
  }

  /** Reads {@code HH:mm:ss} at {@code start} as seconds, or -1; eight bytes must be there. */
  static int isoSeconds(byte[] data, int start) {
    long word = Swar.word(data, start) ^ 0x30303A30303A3030L;
    if ((((word + 0x76 * Swar.ONES) | word) & Swar.TOPS) != 0 || (word & 0xFF0000FF0000L) != 0) {
      return -1;
    }
    int hour = (int) ((word & 15) * 10 + (word >>> 8 & 15));
    int minute = (int) ((word >>> 24 & 15) * 10 + (word >>> 32 & 15));
    int second = (int) ((word >>> 48 & 15) * 10 + (word >>> 56 & 15));
    return hour > 23 || minute > 59 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
  }
}
