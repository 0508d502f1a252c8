package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** Reads single values back out of batches, to show them. */
public final class VectorValues {
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  private VectorValues() {}

  /** A row as SQL would write it: {@code (1, 'x', NULL)}. */
  static String row(Schema schema, Batch batch, int row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      values.add(text(schema.column(i), batch.column(i), row));
    }
    return "(" + String.join(", ", values) + ")";
  }

  /** A value as SQL would write it. */
  public static String text(Column column, Vector vector, int row) {
    Object value = value(column.type(), vector, row);
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    String text = ResultText.of(value, column.type());
    boolean quoted = value instanceof String || value instanceof java.time.temporal.Temporal;
    return quoted ? DuckSql.text(text) : text;
  }

  /** A value as an object of Java; null for NULL. */
  static @Nullable Object value(DataType type, Vector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof Vector.Booleans booleans) {
      return booleans.values[row] != 0;
    }
    if (vector instanceof Vector.Ints ints) {
      return type == DataType.Scalar.DATE
          ? (Object) LocalDate.ofEpochDay(ints.values[row])
          : ints.values[row];
    }
    if (vector instanceof Vector.Longs longs) {
      return fromLong(type, longs.values[row]);
    }
    if (vector instanceof Vector.Int128s wide) {
      int scale = type instanceof DataType.Decimal decimal ? decimal.scale() : 0;
      return new BigDecimal(int128(wide.high[row], wide.low[row]), scale);
    }
    if (vector instanceof Vector.Floats floats) {
      return floats.values[row];
    }
    if (vector instanceof Vector.Doubles doubles) {
      return doubles.values[row];
    }
    if (type.isNested()) {
      return type.sql(); // the row is recognised by its other values
    }
    Vector.Bytes bytes = (Vector.Bytes) vector;
    if (type instanceof DataType.Varbinary) {
      int end = bytes.starts[row] + bytes.lengths[row];
      return Arrays.copyOfRange(bytes.data(), bytes.starts[row], end);
    }
    return new String(bytes.data(), bytes.starts[row], bytes.lengths[row], StandardCharsets.UTF_8);
  }

  private static Object fromLong(DataType type, long value) {
    if (type instanceof DataType.Decimal decimal) {
      return BigDecimal.valueOf(value, decimal.scale());
    }
    if (type != DataType.Scalar.DATETIME) {
      return value;
    }
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(value, MICROS_PER_SECOND),
        Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO,
        ZoneOffset.UTC);
  }

  private static BigInteger int128(long high, long low) {
    BigInteger unsigned = BigInteger.valueOf(low);
    if (low < 0) {
      unsigned = unsigned.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned);
  }
}
