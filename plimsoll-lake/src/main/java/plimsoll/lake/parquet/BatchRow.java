package plimsoll.lake.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Types.DecimalType;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/** One row of a batch with boxed values, as Iceberg's transforms take them: for rare use only. */
record BatchRow(Batch batch, int row, Schema schema) implements StructLike {
  @Override
  public int size() {
    return batch.width();
  }

  @Override
  public <T> @Nullable T get(int position, Class<T> javaClass) {
    Object value = value(position);
    return value == null ? null : javaClass.cast(value);
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException("a row of a batch is read only");
  }

  /** Value of a column, or null. */
  @Nullable Object value(int position) {
    Vector vector = batch.column(position);
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof Vector.Booleans booleans) {
      return booleans.values[row] != 0;
    }
    if (vector instanceof Vector.Ints ints) {
      return ints.values[row];
    }
    if (vector instanceof Vector.Floats floats) {
      return floats.values[row];
    }
    if (vector instanceof Vector.Doubles doubles) {
      return doubles.values[row];
    }
    if (vector instanceof Vector.Bytes spans) {
      return new String(
          spans.data(), spans.starts[row], spans.lengths[row], StandardCharsets.UTF_8);
    }
    return number(vector, position);
  }

  private Object number(Vector vector, int position) {
    boolean decimal = schema.columns().get(position).type() instanceof DecimalType;
    if (vector instanceof Vector.Longs longs) {
      return decimal ? BigDecimal.valueOf(longs.values[row], scale(position)) : longs.values[row];
    }
    Vector.Int128s wide = (Vector.Int128s) vector;
    byte[] bytes = ByteBuffer.allocate(16).putLong(wide.high[row]).putLong(wide.low[row]).array();
    return new BigDecimal(new BigInteger(bytes), scale(position));
  }

  private int scale(int position) {
    return ((DecimalType) schema.columns().get(position).type()).scale();
  }
}
