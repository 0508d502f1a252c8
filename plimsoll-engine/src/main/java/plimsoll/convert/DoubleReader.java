package plimsoll.convert;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import plimsoll.model.Vector;

/**
 * DOUBLE. Up to 15 digits and a point are read exactly by one division of two integers that a
 * double holds exactly; the rest goes to the library.
 */
final class DoubleReader implements ValueReader {
  private static final long MAX_EXACT = 1L << 53;
  private static final double[] POWERS = powers();

  private final FloatText slow;

  DoubleReader(boolean javaSyntax) {
    this.slow = new FloatText(javaSyntax);
  }

  private static double[] powers() {
    double[] powers = new double[Numbers.POWERS.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Numbers.POWERS[i];
    }
    return powers;
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Doubles) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    double[] values = ((Vector.Doubles) out).values;
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

  private boolean readOne(byte[] data, int start, int length, double[] values, int row) {
    long fixed = Numbers.fixed(data, start, length);
    if (fixed >= 0 && fixed >>> 5 <= MAX_EXACT) {
      values[row] = (fixed >>> 5) / POWERS[(int) fixed & 31];
      return true;
    }
    return length < 0 || readSlow(data, start, length, values, row);
  }

  private boolean readSlow(byte[] data, int start, int length, double[] values, int row) {
    if (length > 1 && data[start] == '-') {
      long fixed = Numbers.fixed(data, start + 1, length - 1);
      if (fixed >= 0 && fixed >>> 5 <= MAX_EXACT) {
        values[row] = -((fixed >>> 5) / POWERS[(int) fixed & 31]);
        return true;
      }
    }
    return readAny(data, start, length, values, row);
  }

  private boolean readAny(byte[] data, int start, int length, double[] values, int row) {
    switch (slow.look(data, start, start + length)) {
      case SPECIAL -> values[row] = slow.special();
      case NUMBER -> {
        try {
          values[row] = JavaDoubleParser.parseDouble(data, slow.start(), slow.length());
        } catch (NumberFormatException notANumber) {
          return false;
        }
        return !Double.isInfinite(values[row]);
      }
      case NEITHER -> {
        return false;
      }
    }
    return true;
  }
}
