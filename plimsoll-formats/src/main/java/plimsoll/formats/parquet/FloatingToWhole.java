package plimsoll.formats.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** FLOAT and DOUBLE into integers: whole numbers only, in range. */
final class FloatingToWhole extends Conversion {
  private final double least;
  private final double past;

  FloatingToWhole(SourceType from, Column column) {
    super(from, column);
    boolean large = column.type() == Scalar.LARGEINT;
    least = large ? -1e38 : IntegerConversions.ToInt.least(column);
    past = -least;
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      double value = raw.doubles[row];
      if (value >= least && value < past && value == Math.rint(value)) {
        set(out, row, value);
      } else {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private static void set(Vector out, int row, double value) {
    if (out instanceof Vector.Ints ints) {
      ints.values[row] = (int) value;
    } else if (out instanceof Vector.Longs longs) {
      longs.values[row] = (long) value;
    } else {
      BigInteger whole = new BigDecimal(value).toBigInteger();
      Vector.Int128s wide = (Vector.Int128s) out;
      wide.high[row] = whole.shiftRight(Long.SIZE).longValue();
      wide.low[row] = whole.longValue();
    }
  }
}
