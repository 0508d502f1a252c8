package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.JsonText;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/**
 * Copies one column of a DuckDB result into a vector, row by row.
 *
 * <p>{@link #sql} is what the column must be in the query: times as numbers in the vector's unit,
 * all else in the column's own type.
 */
abstract class VectorFiller {
  VectorFiller() {}

  /** The expression to read instead of {@code value}. */
  static String sql(DataType type, String value) {
    String typed = "CAST(" + value + " AS " + DuckTypes.sql(type) + ")";
    if (DuckTypes.hasTimes(type)) {
      return "CAST(" + typed + " AS " + DuckTypes.wire(type) + ")";
    }
    if (type == Scalar.DATE) {
      return typed + " - DATE '1970-01-01'";
    }
    return type == Scalar.DATETIME ? "epoch_us(" + typed + ")" : typed;
  }

  /** A filler of that column's vector. */
  static VectorFiller of(Column column, Vector vector) {
    if (vector instanceof Vector.Booleans booleans) {
      return new OfBooleans(booleans);
    }
    if (vector instanceof Vector.Ints ints) {
      return new OfInts(ints);
    }
    if (vector instanceof Vector.Longs longs) {
      return new OfLongs(longs, column.type());
    }
    if (vector instanceof Vector.Int128s wide) {
      return new OfInt128s(wide);
    }
    if (vector instanceof Vector.Floats floats) {
      return new OfFloats(floats);
    }
    if (vector instanceof Vector.Doubles doubles) {
      return new OfDoubles(doubles);
    }
    if (column.type().isNested()) {
      return new NestedFiller(vector, column.type());
    }
    if (column.type() == Scalar.JSON) {
      return new OfJson((Vector.Bytes) vector);
    }
    return column.type() instanceof DataType.Varbinary
        ? new OfBinary((Vector.Bytes) vector)
        : new OfText((Vector.Bytes) vector);
  }

  /** Bytes that the batch holds in this column beside the fixed arrays. */
  long bytes() {
    return 0;
  }

  /**
   * Copies column {@code index}, from 1, of the current row of the result to {@code row}.
   *
   * @return the value as text if the column's type does not take it, else null
   */
  abstract @Nullable String fill(ResultSet rows, int index, int row) throws SQLException;

  private static final class OfBooleans extends VectorFiller {
    private final Vector.Booleans to;

    OfBooleans(Vector.Booleans to) {
      this.to = to;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      to.values[row] = (byte) (rows.getBoolean(index) ? 1 : 0);
      if (rows.wasNull()) {
        to.setNull(row);
      }
      return null;
    }
  }

  private static final class OfInts extends VectorFiller {
    private final Vector.Ints to;

    OfInts(Vector.Ints to) {
      this.to = to;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      to.values[row] = (int) rows.getLong(index);
      if (rows.wasNull()) {
        to.setNull(row);
      }
      return null;
    }
  }

  private static final class OfLongs extends VectorFiller {
    private final Vector.Longs to;
    private final boolean decimal;

    OfLongs(Vector.Longs to, DataType type) {
      this.to = to;
      this.decimal = type instanceof DataType.Decimal;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      long value = decimal ? unscaled(rows, index) : rows.getLong(index);
      if (rows.wasNull()) {
        to.setNull(row);
      }
      to.values[row] = value;
      return null;
    }

    private static long unscaled(ResultSet rows, int index) throws SQLException {
      BigDecimal value = rows.getBigDecimal(index);
      return value == null ? 0 : value.unscaledValue().longValueExact();
    }
  }

  private static final class OfInt128s extends VectorFiller {
    private final Vector.Int128s to;

    OfInt128s(Vector.Int128s to) {
      this.to = to;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      BigDecimal value = rows.getBigDecimal(index);
      if (value == null) {
        to.setNull(row);
        return null;
      }
      BigInteger unscaled = value.unscaledValue();
      to.high[row] = unscaled.shiftRight(Long.SIZE).longValueExact();
      to.low[row] = unscaled.longValue();
      return null;
    }
  }

  private static final class OfFloats extends VectorFiller {
    private final Vector.Floats to;

    OfFloats(Vector.Floats to) {
      this.to = to;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      to.values[row] = rows.getFloat(index);
      if (rows.wasNull()) {
        to.setNull(row);
      }
      return null;
    }
  }

  private static final class OfDoubles extends VectorFiller {
    private final Vector.Doubles to;

    OfDoubles(Vector.Doubles to) {
      this.to = to;
    }

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      to.values[row] = rows.getDouble(index);
      if (rows.wasNull()) {
        to.setNull(row);
      }
      return null;
    }
  }

  /** Values put together in the vector's own storage, which the batch's reset empties. */
  private abstract static class OfBytes extends VectorFiller {
    final Vector.Bytes to;

    OfBytes(Vector.Bytes to) {
      this.to = to;
    }

    @Override
    long bytes() {
      return to.used();
    }

    /** The bytes of a value, or null for NULL. */
    abstract byte @Nullable [] value(ResultSet rows, int index) throws SQLException;

    @Override
    @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
      byte[] value = value(rows, index);
      if (value == null) {
        to.setNull(row);
        to.lengths[row] = 0;
        return null;
      }
      return append(value, row);
    }

    @Nullable String append(byte[] value, int row) {
      System.arraycopy(value, 0, to.reserve(value.length), to.used(), value.length);
      to.append(row, value.length);
      return null;
    }
  }

  private static class OfText extends OfBytes {
    OfText(Vector.Bytes to) {
      super(to);
    }

    @Override
    byte @Nullable [] value(ResultSet rows, int index) throws SQLException {
      String text = rows.getString(index);
      return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class OfJson extends OfText {
    private final JsonText json = new JsonText();

    OfJson(Vector.Bytes to) {
      super(to);
    }

    @Override
    @Nullable String append(byte[] value, int row) {
      int length = JsonText.NOT_JSON;
      if (value.length <= JsonText.MAX_BYTES) {
        byte[] copy = to.reserve(value.length * 2);
        length = json.copy(value, 0, value.length, copy, to.used());
      }
      if (length < 0) {
        return new String(value, StandardCharsets.UTF_8);
      }
      to.append(row, length);
      return null;
    }
  }

  private static final class OfBinary extends OfBytes {
    OfBinary(Vector.Bytes to) {
      super(to);
    }

    @Override
    byte @Nullable [] value(ResultSet rows, int index) throws SQLException {
      return rows.getBytes(index);
    }
  }
}
