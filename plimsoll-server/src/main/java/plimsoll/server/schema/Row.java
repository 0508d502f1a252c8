package plimsoll.server.schema;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values of system tables. */
final class Row {
  /** The catalog that everything is in, as MySQL calls it. */
  static final String CATALOG = "def";

  private Row() {}

  /** One row. */
  static @Nullable Object[] of(@Nullable Object... values) {
    return values;
  }

  /** A moment in UTC to the second, as all times of loads are shown. */
  static LocalDateTime time(Instant moment) {
    return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
  }

  static String yesNo(boolean yes) {
    return yes ? "YES" : "NO";
  }
}
