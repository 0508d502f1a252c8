package plimsoll.lake.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.util.BucketUtil;
import plimsoll.model.Vector;

/**
 * Gives rows of the same partition value the same number and others another, without boxing. The
 * partition values themselves are always made by Iceberg, once a partition.
 */
abstract class PartitionCode {
  private static final Pattern WIDTH = Pattern.compile("(bucket|truncate)\\[(\\d+)]");
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** Codes of rows {@code 0..rows}; those of NULL rows do not matter. */
  abstract void codes(Vector vector, int rows, long[] out);

  /** For a transform of a column of that type. */
  static PartitionCode of(Transform<?, ?> transform, Type type) {
    if (type instanceof DecimalType decimal) {
      return new Decimals(transform, decimal);
    }
    Matcher width = WIDTH.matcher(transform.toString());
    int parameter = width.matches() ? Integer.parseInt(width.group(2)) : 0;
    String name = width.matches() ? width.group(1) : transform.toString();
    return type.typeId() == Type.TypeID.STRING
        ? new Texts(name, parameter)
        : new Numbers(number(name, parameter, type.typeId()));
  }

  private static LongFunction number(String name, int parameter, Type.TypeID type) {
    boolean date = type == Type.TypeID.DATE;
    return switch (name) {
      case "identity" -> value -> value;
      case "bucket" -> value -> bucket(BucketUtil.hash(value), parameter);
      case "truncate" -> value -> value - Math.floorMod(value, (long) parameter);
      case "hour" -> value -> Math.floorDiv(value, MICROS_PER_HOUR);
      case "day" -> value -> day(value, date);
      case "month" -> value -> month(day(value, date));
      case "year" -> value -> Math.floorDiv(month(day(value, date)), 12L);
      default -> throw new IllegalArgumentException("No partition code for " + name);
    };
  }

  private static long day(long value, boolean date) {
    return date ? value : Math.floorDiv(value, MICROS_PER_DAY);
  }

  private static long month(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return date.getYear() * 12L + date.getMonthValue() - 1;
  }

  private static int bucket(int hash, int buckets) {
    return (hash & Integer.MAX_VALUE) % buckets;
  }

  /** A function of longs. */
  private interface LongFunction {
    long apply(long value);
  }

  private static final class Numbers extends PartitionCode {
    private final LongFunction function;

    Numbers(LongFunction function) {
      this.function = function;
    }

    @Override
    void codes(Vector vector, int rows, long[] out) {
      for (int row = 0; row < rows; row++) {
        if (!vector.isNull(row)) {
          out[row] = function.apply(value(vector, row));
        }
      }
    }

    private static long value(Vector vector, int row) {
      if (vector instanceof Vector.Ints ints) {
        return ints.values[row];
      }
      if (vector instanceof Vector.Longs longs) {
        return longs.values[row];
      }
      return ((Vector.Booleans) vector).values[row];
    }
  }

  private static final class Texts extends PartitionCode {
    private final String transform;
    private final int parameter;
    private final SpanDictionary values = new SpanDictionary(false);

    Texts(String transform, int parameter) {
      this.transform = transform;
      this.parameter = parameter;
    }

    @Override
    void codes(Vector vector, int rows, long[] out) {
      Vector.Bytes spans = (Vector.Bytes) vector;
      byte[] data = spans.data();
      ByteBuffer view = ByteBuffer.wrap(data);
      for (int row = 0; row < rows; row++) {
        if (!vector.isNull(row)) {
          out[row] = code(view, data, spans.starts[row], spans.lengths[row]);
        }
      }
    }

    private long code(ByteBuffer view, byte[] data, int start, int length) {
      if (transform.equals("bucket")) {
        view.limit(start + length).position(start);
        return bucket(BucketUtil.hash(view), parameter);
      }
      int kept = transform.equals("truncate") ? codePoints(data, start, length) : length;
      return values.indexOf(data, start, kept);
    }

    /** Bytes of the first {@code parameter} code points of UTF-8 text. */
    private int codePoints(byte[] data, int start, int length) {
      int points = 0;
      for (int i = 0; i < length; i++) {
        boolean begins = (data[start + i] & 0xC0) != 0x80;
        if (begins && points++ == parameter) {
          return i;
        }
      }
      return length;
    }
  }

  /** DECIMAL, boxed: rare, and Iceberg's own functions leave no doubt. */
  private static final class Decimals extends PartitionCode {
    private final Function<Object, Object> function;
    private final int scale;
    private final Map<Object, Long> codes = new HashMap<>();

    @SuppressWarnings("unchecked") // a transform of a decimal column takes decimals
    Decimals(Transform<?, ?> transform, DecimalType type) {
      function = ((Transform<Object, Object>) transform).bind(type);
      scale = type.scale();
    }

    @Override
    void codes(Vector vector, int rows, long[] out) {
      for (int row = 0; row < rows; row++) {
        if (!vector.isNull(row)) {
          Object value = function.apply(value(vector, row));
          out[row] = codes.computeIfAbsent(value, unused -> (long) codes.size());
        }
      }
    }

    private BigDecimal value(Vector vector, int row) {
      if (vector instanceof Vector.Longs longs) {
        return BigDecimal.valueOf(longs.values[row], scale);
      }
      Vector.Int128s wide = (Vector.Int128s) vector;
      byte[] bytes = ByteBuffer.allocate(16).putLong(wide.high[row]).putLong(wide.low[row]).array();
      return new BigDecimal(new BigInteger(bytes), scale);
    }
  }
}
