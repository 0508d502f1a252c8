package plimsoll.lake.parquet;

import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Smallest and largest number of a page.
 *
 * <p>Floats follow Parquet's rules: NaN is in no range, a smallest zero is -0.0 and a largest one
 * +0.0, whatever sign was met. A page of nothing but NaN has no range at all.
 */
abstract class NumberRange {
  final PrimitiveType type;

  NumberRange(PrimitiveType type) {
    this.type = type;
  }

  static NumberRange of(ColumnDescriptor column) {
    PrimitiveType type = column.getPrimitiveType();
    boolean floating =
        type.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
            || type.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
    return floating ? new Floats(type) : new Integers(type);
  }

  /** Takes values as {@link FixedEncoder} holds them. */
  abstract void add(long[] values, int count);

  /** Range of the page; without values, that of nothing. Empty if it must not be stated. */
  abstract Statistics<?> statistics();

  abstract void clear();

  /** What the file's footer cannot tell, then forgets it; null if the footer tells all. */
  abstract @Nullable FieldMetrics<?> takeFileMetrics(long rows, long nulls);

  private static final class Integers extends NumberRange {
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    Integers(PrimitiveType type) {
      super(type);
    }

    @Override
    void add(long[] values, int count) {
      long low = min;
      long high = max;
      for (int i = 0; i < count; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
      min = low;
      max = high;
    }

    @Override
    Statistics<?> statistics() {
      Statistics<?> statistics = Statistics.createStats(type);
      if (min <= max && statistics instanceof LongStatistics longs) {
        longs.setMinMax(min, max);
      } else if (min <= max && statistics instanceof IntStatistics ints) {
        ints.setMinMax((int) min, (int) max);
      }
      return statistics;
    }

    @Override
    void clear() {
      min = Long.MAX_VALUE;
      max = Long.MIN_VALUE;
    }

    @Override
    @Nullable FieldMetrics<?> takeFileMetrics(long rows, long nulls) {
      return null;
    }
  }

  /** 32 and 64 bits: a float's range is exact as doubles. */
  private static final class Floats extends NumberRange {
    private final boolean narrow;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean numbers;
    private boolean nans;
    private double fileMin = Double.POSITIVE_INFINITY;
    private double fileMax = Double.NEGATIVE_INFINITY;
    private boolean fileNumbers;
    private long fileNans;

    Floats(PrimitiveType type) {
      super(type);
      narrow = type.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT;
    }

    @Override
    void add(long[] values, int count) {
      for (int i = 0; i < count; i++) {
        double value =
            narrow ? Float.intBitsToFloat((int) values[i]) : Double.longBitsToDouble(values[i]);
        if (Double.isNaN(value)) {
          nans = true;
          fileNans++;
        } else {
          numbers = true;
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
      }
    }

    @Override
    Statistics<?> statistics() {
      Statistics<?> statistics = Statistics.createStats(type);
      if (numbers) {
        setRange(statistics, low(min), high(max));
      } else if (nans) {
        return Statistics.getBuilderForReading(type).build();
      }
      return statistics;
    }

    private static void setRange(Statistics<?> statistics, double low, double high) {
      if (statistics instanceof DoubleStatistics doubles) {
        doubles.setMinMax(low, high);
      } else if (statistics instanceof FloatStatistics floats) {
        floats.setMinMax((float) low, (float) high);
      }
    }

    private static double low(double value) {
      return value == 0 ? -0.0 : value;
    }

    private static double high(double value) {
      return value == 0 ? 0.0 : value;
    }

    @Override
    void clear() {
      fileMin = Math.min(fileMin, min);
      fileMax = Math.max(fileMax, max);
      fileNumbers |= numbers;
      min = Double.POSITIVE_INFINITY;
      max = Double.NEGATIVE_INFINITY;
      numbers = false;
      nans = false;
    }

    @Override
    FieldMetrics<?> takeFileMetrics(long rows, long nulls) {
      int id = type.getId().intValue();
      long nanCount = fileNans;
      double low = low(fileMin);
      double high = high(fileMax);
      boolean ranged = fileNumbers;
      fileMin = Double.POSITIVE_INFINITY;
      fileMax = Double.NEGATIVE_INFINITY;
      fileNumbers = false;
      fileNans = 0;
      if (!ranged) {
        return new FieldMetrics<>(id, rows, nulls, nanCount);
      }
      return narrow
          ? new FieldMetrics<>(id, rows, nulls, nanCount, (float) low, (float) high)
          : new FieldMetrics<>(id, rows, nulls, nanCount, low, high);
    }
  }
}
