package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReaders;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Copies a nested column; times come as text: {@link DuckTypes#wire}. */
final class NestedFiller extends VectorFiller {
  private final Vector to;
  private final Column column;

  NestedFiller(Vector to, Column column) {
    this.to = to;
    this.column = column;
  }

  @Override
  long bytes() {
    return held(to);
  }

  /** What it holds beside one slot for each row. */
  private static long held(Vector vector) {
    if (vector instanceof Vector.Bytes texts) {
      return texts.used();
    }
    if (vector instanceof Vector.Lists lists) {
      return lists.used() * slot(lists.elements()) + held(lists.elements());
    }
    return vector instanceof Vector.Structs structs
        ? structs.fields().stream().mapToLong(NestedFiller::held).sum()
        : 0;
  }

  /** Bytes of one element's slot. */
  private static long slot(Vector vector) {
    if (vector instanceof Vector.Structs structs) {
      return structs.fields().stream().mapToLong(NestedFiller::slot).sum();
    }
    if (vector instanceof Vector.Booleans) {
      return Byte.BYTES;
    }
    if (vector instanceof Vector.Ints || vector instanceof Vector.Floats) {
      return Integer.BYTES;
    }
    return vector instanceof Vector.Int128s ? 2 * Long.BYTES : Long.BYTES;
  }

  @Override
  @Nullable String fill(ResultSet rows, int index, int row) throws SQLException {
    put(to, column.type(), row, rows.getObject(index));
    return null;
  }

  private void put(Vector vector, DataType type, int slot, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      vector.setNull(slot);
      return;
    }
    vector.setPresent(slot);
    if (vector instanceof Vector.Lists lists) {
      int start = lists.used();
      if (value instanceof Map<?, ?> map && type instanceof DataType.MapOf of) {
        putEntries(lists, map, of);
      } else {
        putElements(lists, (Object[]) ((Array) value).getArray(), type.parts().get(0).type());
      }
      lists.end(slot, start);
    } else if (vector instanceof Vector.Structs structs) {
      putFields(structs, type, slot, ((Struct) value).getAttributes());
    } else {
      putScalar(vector, type, slot, value);
    }
  }

  private void putElements(Vector.Lists lists, @Nullable Object[] elements, DataType type)
      throws SQLException {
    for (Object element : elements) {
      put(lists.elements(), type, lists.add(), element);
    }
  }

  private void putEntries(Vector.Lists lists, Map<?, ?> entries, DataType.MapOf type)
      throws SQLException {
    List<Vector> fields = ((Vector.Structs) lists.elements()).fields();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      int slot = lists.add();
      put(fields.get(0), type.key().type(), slot, entry.getKey());
      put(fields.get(1), type.value().type(), slot, entry.getValue());
    }
  }

  private void putFields(Vector.Structs structs, DataType type, int slot, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      put(structs.fields().get(i), type.parts().get(i).type(), slot, values[i]);
    }
  }

  private void putScalar(Vector vector, DataType type, int slot, Object value) throws SQLException {
    if (vector instanceof Vector.Booleans booleans) {
      booleans.values[slot] = (byte) ((Boolean) value ? 1 : 0);
    } else if (vector instanceof Vector.Ints ints) {
      ints.values[slot] = type == Scalar.DATE ? day(value) : ((Number) value).intValue();
    } else if (vector instanceof Vector.Floats floats) {
      floats.values[slot] = ((Number) value).floatValue();
    } else if (vector instanceof Vector.Doubles doubles) {
      doubles.values[slot] = ((Number) value).doubleValue();
    } else if (vector instanceof Vector.Longs longs && value instanceof Number number) {
      longs.values[slot] =
          number instanceof BigDecimal decimal
              ? decimal.unscaledValue().longValueExact()
              : number.longValue();
    } else if (vector instanceof Vector.Int128s wide) {
      BigInteger unscaled = ((BigDecimal) value).unscaledValue();
      wide.high[slot] = unscaled.shiftRight(Long.SIZE).longValueExact();
      wide.low[slot] = unscaled.longValue();
    } else {
      putText(vector, type, slot, value);
    }
  }

  private int day(Object value) {
    LocalDate date =
        value instanceof Date sqlDate ? sqlDate.toLocalDate() : LocalDate.parse(value.toString());
    if (date.getYear() < 0 || date.getYear() > 9999) {
      throw ErrorCode.BAD_VALUE.with(date, column.name(), column.type().sql());
    }
    return (int) date.toEpochDay();
  }

  private void putText(Vector vector, DataType type, int slot, Object value) throws SQLException {
    byte[] bytes =
        value instanceof Blob blob
            ? blob.getBytes(1, (int) blob.length())
            : value.toString().getBytes(StandardCharsets.UTF_8);
    boolean asIs = type.isText() || type instanceof DataType.Varbinary;
    if (asIs && vector instanceof Vector.Bytes texts && bytes.length <= type.maxBytes()) {
      System.arraycopy(bytes, 0, texts.reserve(bytes.length), texts.used(), bytes.length);
      texts.append(slot, bytes.length);
    } else if (asIs
        || !ValueReaders.forType(type, Conversions.STARROCKS)
            .read(bytes, 0, bytes.length, vector, slot)) {
      throw ErrorCode.BAD_VALUE.with(value, column.name(), column.type().sql());
    }
  }
}
