package plimsoll.convert;

import plimsoll.model.Vector;

/** BIGINT. */
final class LongReader implements ValueReader {
  private final IntegerText slow;

  LongReader(boolean lenient) {
    this.slow = new IntegerText(Long.MIN_VALUE, Long.MAX_VALUE, lenient);
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
    long value = Numbers.upTo16(data, start, length);
    if (value >= 0) {
      values[row] = value;
      return true;
    }
    return readSlow(data, start, length, values, row);
  }

  private boolean readSlow(byte[] data, int start, int length, long[] values, int row) {
    if (length < 0) {
      return true;
    }
    if (!slow.read(data, start, start + length)) {
      return false;
    }
    values[row] = slow.value();
    return true;
  }
}
