package plimsoll.convert;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of time zones as StarRocks and MySQL write them. */
public final class TimeZones {
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}):(\\d{2})");
  private static final int EARLIEST = -(12 * 60 + 59);
  private static final int LATEST = 14 * 60;

  private TimeZones() {}

  /** The zone; empty if the text names none. CST is China's, as in StarRocks. */
  public static Optional<ZoneId> parse(String text) {
    Matcher offset = OFFSET.matcher(text);
    if (offset.matches()) {
      int minutes = Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(offset.group(3));
      int signed = offset.group(1).equals("-") ? -minutes : minutes;
      boolean fits =
          Integer.parseInt(offset.group(3)) < 60 && signed >= EARLIEST && signed <= LATEST;
      return fits ? Optional.of(ZoneOffset.ofTotalSeconds(signed * 60)) : Optional.empty();
    }
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "UTC", "ETC/UTC" -> Optional.of(ZoneOffset.UTC);
      case "CST" -> Optional.of(ZoneId.of("Asia/Shanghai"));
      default -> region(text);
    };
  }

  private static Optional<ZoneId> region(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }
}
