package plimsoll.formats.parquet;

import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Integers and booleans of a file, as numbers that are held in machine words. */
final class IntegerConversions {
  private IntegerConversions() {}

  /** 0 and 1 only: another number would come back as a 1. */
  static final class ToBoolean extends Conversion {
    ToBoolean(SourceType from, Column column) {
      super(from, column);
    }

    @Override
    boolean keepsBits() {
      return true;
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      byte[] to = ((Vector.Booleans) out).values;
      int failures = 0;
      for (int row = 0; row < rows; row++) {
        long value = raw.longs[row];
        to[row] = (byte) value;
        if ((value & ~1) != 0) {
          failed[failures++] = row;
        }
      }
      return failures;
    }
  }

  static final class ToInt extends Conversion {
    private final long least;
    private final long most;

    ToInt(SourceType from, Column column) {
      super(from, column);
      least = least(column);
      most = ~least;
    }

    static long least(Column column) {
      return switch ((Scalar) column.type()) {
        case TINYINT -> Byte.MIN_VALUE;
        case SMALLINT -> Short.MIN_VALUE;
        case INT -> Integer.MIN_VALUE;
        default -> Long.MIN_VALUE;
      };
    }

    @Override
    boolean keepsBits() {
      return !from.unsigned();
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      int[] to = ((Vector.Ints) out).values;
      boolean unsigned = from.unsigned();
      int failures = 0;
      for (int row = 0; row < rows; row++) {
        long value = raw.longs[row];
        to[row] = (int) value;
        if (value < least || value > most || (unsigned && value < 0)) {
          failed[failures++] = row;
        }
      }
      return failures;
    }
  }

  static final class ToLong extends Conversion {
    ToLong(SourceType from, Column column) {
      super(from, column);
    }

    @Override
    boolean keepsBits() {
      return !from.unsigned();
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      long[] to = ((Vector.Longs) out).values;
      System.arraycopy(raw.longs, 0, to, 0, rows);
      int failures = 0;
      for (int row = 0; from.unsigned() && row < rows; row++) {
        if (to[row] < 0) {
          failed[failures++] = row;
        }
      }
      return failures;
    }
  }

  /** Only numbers that FLOAT or DOUBLE has exactly. */
  static final class ToFloating extends Conversion {
    private static final double ALL_UNSIGNED = 0x1p64;
    private static final int SINGLE_BITS = 24;
    private static final int DOUBLE_BITS = 53;

    ToFloating(SourceType from, Column column) {
      super(from, column);
    }

    @Override
    int convert(RawColumn raw, int rows, Vector out, int[] failed) {
      boolean single = out instanceof Vector.Floats;
      int failures = 0;
      for (int row = 0; row < rows; row++) {
        long value = raw.longs[row];
        boolean huge = from.unsigned() && value < 0;
        if (!isExact(huge ? value : Math.abs(value), single)) {
          failed[failures++] = row;
        }
        set(out, row, huge ? (double) value + ALL_UNSIGNED : (double) value);
      }
      return failures;
    }

    /** Whether the digits of a number without sign fit, whichever exponent they take. */
    private static boolean isExact(long value, boolean single) {
      int bits = Long.SIZE - Long.numberOfLeadingZeros(value) - Long.numberOfTrailingZeros(value);
      return bits <= (single ? SINGLE_BITS : DOUBLE_BITS);
    }

    private static void set(Vector out, int row, double value) {
      if (out instanceof Vector.Floats floats) {
        floats.values[row] = (float) value;
      } else {
        ((Vector.Doubles) out).values[row] = value;
      }
    }
  }
}
