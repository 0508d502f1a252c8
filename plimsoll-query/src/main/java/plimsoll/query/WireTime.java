package plimsoll.query;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days and times inside nested values, which come as DuckDB's text: it counts the years before 1
 * backwards, and cuts the fraction's zeros off.
 */
final class WireTime {
  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d+)(-\\d\\d-\\d\\d)( \\(BC\\))?( \\d\\d:\\d\\d:\\d\\d)?(?:\\.(\\d{1,6}))?");

  private static final int MICRO_DIGITS = 6;

  private WireTime() {}

  /** As {@link ResultText} prints them; infinity stays a word, which no column takes. */
  static String text(String duck) {
    Matcher parts = TEXT.matcher(duck);
    if (!parts.matches()) {
      return duck;
    }
    long year = Long.parseLong(parts.group(1));
    String time = parts.group(4) == null ? "" : parts.group(4);
    String fraction = parts.group(5) == null ? "" : parts.group(5);
    return String.format(
        Locale.ROOT,
        "%s%s%s%s",
        digits(parts.group(3) == null ? year : 1 - year),
        parts.group(2),
        time,
        fraction.isEmpty() ? "" : "." + fraction + "0".repeat(MICRO_DIGITS - fraction.length()));
  }

  private static String digits(long year) {
    return String.format(Locale.ROOT, year < 0 ? "%05d" : "%04d", year);
  }
}
