package plimsoll.server.outfile;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.ExportLayout;
import plimsoll.lake.parquet.SingleFile;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Vector;
import plimsoll.query.ResultColumn;
import plimsoll.storage.Storage;

/**
 * Rows as a Parquet file, its columns of the types that LOAD DATA reads back: nested values stand
 * as their text, as in CSV, since it reads no groups.
 */
final class ParquetSink implements RowSink {
  private static final long MOST_BATCH_BYTES = 16 << 20;
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private final Schema schema;
  private final SingleFile file;
  private final Batch batch;
  private final NestedTimes times;
  private int filled;
  private long batchBytes;
  private long rows;

  /** A new file. BAD_QUERY if two columns have one name, or one has none. */
  ParquetSink(Storage storage, String path, List<ResultColumn> columns) throws IOException {
    schema = schema(columns);
    times = new NestedTimes(columns);
    batch = Batch.allocate(schema);
    file = new SingleFile(storage, path, ExportLayout.of(schema));
  }

  private static Schema schema(List<ResultColumn> columns) {
    Set<String> names = new HashSet<>();
    List<Column> schema = new ArrayList<>();
    for (ResultColumn column : columns) {
      if (column.name().isEmpty()) {
        throw ErrorCode.BAD_QUERY.with(
            "Column "
                + (schema.size() + 1)
                + " has an empty name, by which no reader finds it in a Parquet file. Name it with"
                + " AS.");
      }
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw ErrorCode.BAD_QUERY.with(
            "Two columns are called '"
                + column.name()
                + "', which a Parquet file cannot have. Name them apart with AS.");
      }
      DataType type = column.type().isNested() ? Scalar.STRING : column.type();
      schema.add(Column.of(schema.size() + 1, column.name(), type));
    }
    return new Schema(schema);
  }

  @Override
  public void add(@Nullable Object[] row) throws IOException {
    rows++;
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value == null) {
        batch.column(i).setNull(filled);
      } else {
        put(i, value);
      }
    }
    filled++;
    if (filled == batch.capacity() || batchBytes >= MOST_BATCH_BYTES) {
      flush();
    }
  }

  private void put(int column, Object value) {
    DataType type = schema.column(column).type();
    try {
      ExportText.requireYear(value);
      times.require(column, value);
      put(batch.column(column), value, type);
    } catch (PlimsollException e) {
      throw e.code() == ErrorCode.BAD_QUERY
          ? ErrorCode.BAD_QUERY.because(e, place(column) + e.getMessage())
          : e;
    } catch (ArithmeticException e) {
      throw ErrorCode.BAD_QUERY.because(e, place(column) + value + " is no " + type.sql() + ".");
    }
  }

  private String place(int column) {
    String name = schema.column(column).name();
    return "Row " + rows + ", column '" + name + "' cannot be written: ";
  }

  private void put(Vector to, Object value, DataType type) {
    if (to instanceof Vector.Booleans booleans) {
      booleans.values[filled] = (byte) ((Boolean) value ? 1 : 0);
    } else if (to instanceof Vector.Ints ints) {
      ints.values[filled] =
          value instanceof LocalDate day
              ? Math.toIntExact(day.toEpochDay())
              : ((Number) value).intValue();
    } else if (to instanceof Vector.Longs longs) {
      longs.values[filled] = asLong(value, type);
    } else if (to instanceof Vector.Int128s wide) {
      BigInteger unscaled = unscaled(value, type);
      wide.high[filled] = unscaled.shiftRight(Long.SIZE).longValueExact();
      wide.low[filled] = unscaled.longValue();
    } else if (to instanceof Vector.Floats floats) {
      floats.values[filled] = (Float) value;
    } else if (to instanceof Vector.Doubles doubles) {
      doubles.values[filled] = (Double) value;
    } else {
      append((Vector.Bytes) to, value);
    }
  }

  private static long asLong(Object value, DataType type) {
    if (value instanceof LocalDateTime time) {
      return ChronoUnit.MICROS.between(EPOCH, time);
    }
    return type instanceof DataType.Decimal
        ? unscaled(value, type).longValueExact()
        : ((Number) value).longValue();
  }

  /** ArithmeticException if it has more digits than the type. */
  private static BigInteger unscaled(Object value, DataType type) {
    BigDecimal number =
        value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    int scale = type instanceof DataType.Decimal decimal ? decimal.scale() : 0;
    BigDecimal scaled = number.setScale(scale);
    if (scaled.precision() > DataType.Decimal.MAX_PRECISION) {
      throw new ArithmeticException("too many digits");
    }
    return scaled.unscaledValue();
  }

  private void append(Vector.Bytes to, Object value) {
    byte[] bytes =
        value instanceof byte[] binary ? binary : value.toString().getBytes(StandardCharsets.UTF_8);
    byte[] own = to.reserve(bytes.length);
    System.arraycopy(bytes, 0, own, to.used(), bytes.length);
    to.append(filled, bytes.length);
    batchBytes += bytes.length;
  }

  private void flush() throws IOException {
    batch.rows(filled);
    file.write(batch);
    batch.clear();
    filled = 0;
    batchBytes = 0;
  }

  @Override
  public void finish() throws IOException {
    if (filled > 0) {
      flush();
    }
    file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
