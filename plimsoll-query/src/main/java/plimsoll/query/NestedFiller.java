package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReaders;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Copies a nested column; days and times come as text: {@link DuckTypes#wire}. */
final class NestedFiller extends VectorFiller {
  private final Vector to;
  private final DataType type;

  NestedFiller(Vector to, DataType type) {
    this.to = to;
    this.type = type;
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
    Object value = rows.getObject(index);
    return put(to, type, row, value) ? null : String.valueOf(value);
  }

  /** Whether the type takes the value. What was put of one that it does not is never read. */
  private static boolean put(Vector vector, DataType type, int slot, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      vector.setNull(slot);
      return true;
    }
    vector.setPresent(slot);
    if (vector instanceof Vector.Lists lists) {
      return putList(lists, type, slot, value);
    }
    return vector instanceof Vector.Structs structs
        ? putFields(structs, type, slot, ((Struct) value).getAttributes())
        : putScalar(vector, type, slot, value);
  }

  private static boolean putList(Vector.Lists lists, DataType type, int slot, Object value)
      throws SQLException {
    int start = lists.used();
    boolean taken =
        value instanceof Map<?, ?> map && type instanceof DataType.MapOf of
            ? putEntries(lists, map, of)
            : putElements(lists, (Object[]) ((Array) value).getArray(), type.parts().get(0).type());
    lists.end(slot, start);
    return taken;
  }

  private static boolean putElements(Vector.Lists lists, @Nullable Object[] elements, DataType type)
      throws SQLException {
    for (Object element : elements) {
      if (!put(lists.elements(), type, lists.add(), element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean putEntries(Vector.Lists lists, Map<?, ?> entries, DataType.MapOf type)
      throws SQLException {
    List<Vector> fields = ((Vector.Structs) lists.elements()).fields();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      int slot = lists.add();
      if (!put(fields.get(0), type.key().type(), slot, entry.getKey())
          || !put(fields.get(1), type.value().type(), slot, entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean putFields(
      Vector.Structs structs, DataType type, int slot, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (!put(structs.fields().get(i), type.parts().get(i).type(), slot, values[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean putScalar(Vector vector, DataType type, int slot, Object value)
      throws SQLException {
    if (vector instanceof Vector.Booleans booleans) {
      booleans.values[slot] = (byte) ((Boolean) value ? 1 : 0);
    } else if (type == Scalar.DATE || type == Scalar.DATETIME) {
      return putText(vector, type, slot, WireTime.text(value.toString()));
    } else if (vector instanceof Vector.Ints ints) {
      ints.values[slot] = ((Number) value).intValue();
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
      return putText(vector, type, slot, value);
    }
    return true;
  }

  private static boolean putText(Vector vector, DataType type, int slot, Object value)
      throws SQLException {
    byte[] bytes =
        value instanceof Blob blob
            ? blob.getBytes(1, (int) blob.length())
            : value.toString().getBytes(StandardCharsets.UTF_8);
    if (!type.isText() && !(type instanceof DataType.Varbinary)) {
      return ValueReaders.forType(type, Conversions.STARROCKS)
          .read(bytes, 0, bytes.length, vector, slot);
    }
    if (bytes.length > type.maxBytes()) {
      return false;
    }
    Vector.Bytes texts = (Vector.Bytes) vector;
    System.arraycopy(bytes, 0, texts.reserve(bytes.length), texts.used(), bytes.length);
    texts.append(slot, bytes.length);
    return true;
  }
}
