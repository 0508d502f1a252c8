package plimsoll.formats.parquet;

import plimsoll.model.Column;
import plimsoll.model.Vector;

/** FLOAT and DOUBLE into each other. NaN and infinity stay; what only becomes infinite is bad. */
final class FloatingConversion extends Conversion {
  FloatingConversion(SourceType from, Column column) {
    super(from, column);
  }

  @Override
  boolean keepsBits() {
    return true;
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    if (out instanceof Vector.Doubles doubles) {
      System.arraycopy(raw.doubles, 0, doubles.values, 0, rows);
      return 0;
    }
    float[] to = ((Vector.Floats) out).values;
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      double value = raw.doubles[row];
      to[row] = (float) value;
      if (Float.isInfinite(to[row]) && !Double.isInfinite(value)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }
}
