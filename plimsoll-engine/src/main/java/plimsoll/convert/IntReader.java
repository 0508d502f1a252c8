package plimsoll.convert;

import plimsoll.model.Vector;

/** TINYINT, SMALLINT and INT. */
final class IntReader implements ValueReader {
  private final int max;
  private final IntegerText slow;

  IntReader(int min, int max, boolean lenient) {
    this.max = max;
    this.slow = new IntegerText(min, max, lenient);
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
    int value = Numbers.upTo8(data, start, length);
    if (value >= 0 && value <= max) {
      values[row] = value;
      return true;
    }
    return readSlow(data, start, length, values, row);
  }

  private boolean readSlow(byte[] data, int start, int length, int[] values, int row) {
    if (length < 0) {
      return true;
    }
    if (!slow.read(data, start, start + length)) {
      return false;
    }
    values[row] = (int) slow.value();
    return true;
  }
}
