package plimsoll.lake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** Batches from rows of plain Java objects. */
public final class Rows {
  private Rows() {}

  /** A batch with these rows, at most {@link Batch#CAPACITY}. */
  public static Batch batch(Schema schema, List<Object[]> rows) {
    Batch batch = Batch.allocate(schema);
    for (int column = 0; column < schema.size(); column++) {
      fill(batch.column(column), schema.column(column).type(), rows, column);
    }
    batch.rows(rows.size());
    return batch;
  }

  private static void fill(Vector vector, DataType type, List<Object[]> rows, int column) {
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int row = 0; row < rows.size(); row++) {
      Object value = rows.get(row)[column];
      if (value == null) {
        vector.setNull(row);
      } else if (vector instanceof Vector.Bytes spans) {
        int length = ((String) value).getBytes(StandardCharsets.UTF_8).length;
        spans.starts[row] = bytes;
        spans.lengths[row] = length;
        text.append(value);
        bytes += length;
      } else {
        set(vector, type, row, value);
      }
    }
    if (vector instanceof Vector.Bytes spans) {
      spans.data(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void set(Vector vector, DataType type, int row, Object value) {
    if (vector instanceof Vector.Booleans booleans) {
      booleans.values[row] = (byte) ((Boolean) value ? 1 : 0);
    } else if (vector instanceof Vector.Ints ints) {
      ints.values[row] =
          value instanceof LocalDate date ? (int) date.toEpochDay() : ((Number) value).intValue();
    } else if (vector instanceof Vector.Longs longs) {
      longs.values[row] = longOf(type, value);
    } else if (vector instanceof Vector.Floats floats) {
      floats.values[row] = (Float) value;
    } else if (vector instanceof Vector.Doubles doubles) {
      doubles.values[row] = (Double) value;
    } else if (vector instanceof Vector.Int128s wide) {
      BigInteger unscaled = ((BigDecimal) value).unscaledValue();
      wide.low[row] = unscaled.longValue();
      wide.high[row] = unscaled.shiftRight(64).longValue();
    }
  }

  private static long longOf(DataType type, Object value) {
    if (value instanceof LocalDateTime time) {
      return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
    }
    return type instanceof DataType.Decimal
        ? ((BigDecimal) value).unscaledValue().longValueExact()
        : ((Number) value).longValue();
  }
}
