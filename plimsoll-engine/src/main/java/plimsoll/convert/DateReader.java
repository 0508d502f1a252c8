package plimsoll.convert;

import java.time.ZoneOffset;
import plimsoll.model.Vector;

/** DATE, as days since 1970-01-01. */
final class DateReader implements ValueReader {
  private final DateTimeText slow;

  DateReader(boolean lenient) {
    this.slow = new DateTimeText(lenient, ZoneOffset.UTC);
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Ints) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    int[] values = ((Vector.Ints) out).values;
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

  private boolean readOne(byte[] data, int start, int length, int[] values, int row) {
    if (length == 10) {
      int day = Days.iso(data, start);
      if (day != Days.NONE) {
        values[row] = day;
        return true;
      }
    }
    return length < 0 || readSlow(data, start, length, values, row);
  }

  private boolean readSlow(byte[] data, int start, int length, int[] values, int row) {
    if (!slow.read(data, start, start + length)) {
      return false;
    }
    values[row] = slow.day();
    return true;
  }
}
