package plimsoll.convert;

import java.time.ZoneId;
import plimsoll.model.Vector;

/** DATETIME, as microseconds since 1970-01-01 00:00:00. */
final class DateTimeReader implements ValueReader {
  private static final int SECONDS_FORM = "yyyy-MM-dd HH:mm:ss".length();

  private final boolean millis;
  private final boolean texts;
  private final DateTimeText slow;

  DateTimeReader(boolean lenient, ZoneId zone) {
    this(lenient, lenient ? TimeForm.TEXT : TimeForm.EITHER, zone);
  }

  /** Times of that form alone. */
  DateTimeReader(boolean lenient, TimeForm form, ZoneId zone) {
    this.millis = form != TimeForm.TEXT;
    this.texts = form != TimeForm.MILLISECONDS;
    this.slow = new DateTimeText(lenient, zone);
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Longs) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    long[] values = ((Vector.Longs) out).values;
    byte[] data = fields.data;
    int[] cuts = fields.cuts;
    int[] firsts = fields.firsts;
    int shift = fields.shift;
    int less = fields.trail + 1;
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      int first = firsts[row] + shift;
      int cut = cuts[first];
      if (!readOne(data, cut + 1, cuts[first + 1] - cut - less, values, row)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private boolean readOne(byte[] data, int start, int length, long[] values, int row) {
    if (texts && length == SECONDS_FORM && (data[start + 10] == ' ' || data[start + 10] == 'T')) {
      int day = Days.iso(data, start);
      int second = DateTimeText.isoSeconds(data, start + 11);
      if (day != Days.NONE && second >= 0) {
        values[row] = (day * 86_400L + second) * 1_000_000L;
        return true;
      }
    }
    return length < 0 || readSlow(data, start, length, values, row);
  }

  private boolean readSlow(byte[] data, int start, int length, long[] values, int row) {
    int end = start + length;
    boolean read =
        (millis && slow.readMillis(data, start, end)) || (texts && slow.read(data, start, end));
    values[row] = read ? slow.micros() : 0;
    return read;
  }
}
