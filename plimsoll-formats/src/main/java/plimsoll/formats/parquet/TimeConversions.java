package plimsoll.formats.parquet;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.ZoneShift;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Days and times of a file as DATE and DATETIME of the years 0 to 9999. */
final class TimeConversions {
  static final long MICROS_PER_DAY = 86_400_000_000L;
  static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FIRST_MICRO = FIRST_DAY * MICROS_PER_DAY;
  private static final long PAST_MICRO = (LAST_DAY + 1) * MICROS_PER_DAY;
  private static final int MICROS_PER_MILLI = 1000;

  private TimeConversions() {}

  private static boolean isTime(long micros) {
    return micros >= FIRST_MICRO && micros < PAST_MICRO;
  }

  /** Days and timestamps; of a finer unit than microseconds the rest is cut off. */
  static final class OfTime extends Conversion {
    private final @Nullable ZoneShift zone;
    private final boolean isDay;

    OfTime(SourceType from, Column column, ZoneId zone) {
      super(from, column);
      this.zone = from.instant() && !zone.equals(ZoneOffset.UTC) ? new ZoneShift(zone) : null;
      isDay = from.kind() == SourceType.Kind.DATE;
    }

    @Override
    boolean keepsBits() {
      return isDay
          ? column.type() == Scalar.DATE
          : column.type() == Scalar.DATETIME
              && from.perSecond() == SourceType.MICROS
              && zone == null;
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      int failures = 0;
      for (int row = 0; row < rows; row++) {
        long micros = micros(raw.longs[row]);
        if (!isTime(micros)) {
          failed[failures++] = row;
        }
        if (out instanceof Vector.Longs times) {
          times.values[row] = micros;
        } else {
          ((Vector.Ints) out).values[row] = (int) Math.floorDiv(micros, MICROS_PER_DAY);
        }
      }
      return failures;
    }

    /** Of what is far outside, something far outside. */
    private long micros(long value) {
      long micros;
      if (isDay) {
        micros = value < FIRST_DAY || value > LAST_DAY ? PAST_MICRO : value * MICROS_PER_DAY;
      } else if (from.perSecond() == SourceType.MILLIS) {
        long most = PAST_MICRO / MICROS_PER_MILLI;
        micros = value > most || value < -most ? PAST_MICRO * 2 : value * MICROS_PER_MILLI;
      } else if (from.perSecond() == SourceType.NANOS) {
        micros = Math.floorDiv(value, SourceType.NANOS / SourceType.MICROS);
      } else {
        micros = value;
      }
      boolean near = micros >= FIRST_MICRO - MICROS_PER_DAY && micros < PAST_MICRO + MICROS_PER_DAY;
      return zone != null && near ? zone.local(micros) : micros;
    }
  }

  /** Whole milliseconds since 1970, as OpenMLDB's timestamps are: never negative. */
  static final class OfMillis extends Conversion {
    OfMillis(SourceType from, Column column) {
      super(from, column);
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      long[] to = ((Vector.Longs) out).values;
      int failures = 0;
      for (int row = 0; row < rows; row++) {
        long millis = raw.longs[row];
        to[row] = millis * MICROS_PER_MILLI;
        if (millis < 0 || millis >= PAST_MICRO / MICROS_PER_MILLI) {
          failed[failures++] = row;
        }
      }
      return failures;
    }
  }
}
