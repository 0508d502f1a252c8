package plimsoll.formats.parquet;

/**
 * Timestamps of old writers: nanoseconds of a day in eight bytes, its Julian day in four.
 *
 * <p>Source: the Parquet format, "INT96 timestamps" (deprecated).
 */
final class Int96 {
  static final int BYTES = 12;
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int NANOS_PER_MICRO = 1000;

  /** So far away that no column takes it, near enough to be added to. */
  private static final long FAR = Long.MAX_VALUE / 4;

  private static final long MOST_DAYS = FAR / MICROS_PER_DAY;

  private Int96() {}

  /** Microseconds since 1970-01-01 of the twelve bytes at {@code at}. */
  static long micros(byte[] data, int at) {
    long nanos = (long) PlainValues.LONG.get(data, at);
    long day = (int) PlainValues.INT.get(data, at + Long.BYTES) - JULIAN_DAY_OF_1970;
    if (Math.abs(day) > MOST_DAYS) {
      return day < 0 ? -FAR : FAR;
    }
    return day * MICROS_PER_DAY + Math.floorDiv(nanos, NANOS_PER_MICRO);
  }
}
