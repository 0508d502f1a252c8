package plimsoll.convert;

import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import plimsoll.model.Vector;

/**
 * FLOAT. Never by way of a double, which would round twice: short numbers by one division of two
 * integers that a float holds exactly, the rest by the library.
 */
final class FloatReader implements ValueReader {
  private static final long MAX_EXACT = 1L << 24;
  private static final int MAX_EXACT_POWER = 10;

  private final FloatText slow;

  FloatReader(boolean javaSyntax) {
    this.slow = new FloatText(javaSyntax);
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Floats) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    float[] values = ((Vector.Floats) out).values;
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

  private boolean readOne(byte[] data, int start, int length, float[] values, int row) {
    boolean negative = length > 1 && data[start] == '-';
    int sign = negative ? 1 : 0;
    long fixed = Numbers.fixed(data, start + sign, length - sign);
    int power = (int) fixed & 31;
    if (fixed >= 0 && fixed >>> 5 <= MAX_EXACT && power <= MAX_EXACT_POWER) {
      float value = (float) (fixed >>> 5) / (float) Numbers.POWERS[power];
      values[row] = negative ? -value : value;
      return true;
    }
    return length < 0 || readAny(data, start, length, values, row);
  }

  private boolean readAny(byte[] data, int start, int length, float[] values, int row) {
    switch (slow.look(data, start, start + length)) {
      case SPECIAL -> values[row] = (float) slow.special();
      case NUMBER -> {
        try {
          values[row] = JavaFloatParser.parseFloat(data, slow.start(), slow.length());
        } catch (NumberFormatException notANumber) {
          return false;
        }
        return !Float.isInfinite(values[row]);
      }
      case NEITHER -> {
        return false;
      }
    }
    return true;
  }
}
