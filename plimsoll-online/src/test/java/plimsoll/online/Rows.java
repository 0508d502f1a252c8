package plimsoll.online;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.model.Batch;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** Batches from rows of plain Java objects, and back. Text is {@code byte[]} or String. */
public final class Rows {
  private Rows() {}

  /** A batch with these rows. */
  public static Batch batch(Schema schema, List<Object[]> rows) {
    Batch batch = Batch.allocate(schema);
    for (int column = 0; column < schema.size(); column++) {
      for (int row = 0; row < rows.size(); row++) {
        set(batch.column(column), row, rows.get(row)[column]);
      }
    }
    batch.rows(rows.size());
    return batch;
  }

  private static void set(Vector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof Vector.Booleans booleans) {
      booleans.values[row] = (byte) ((Boolean) value ? 1 : 0);
    } else if (vector instanceof Vector.Ints ints) {
      ints.values[row] = (Integer) value;
    } else if (vector instanceof Vector.Longs longs) {
      longs.values[row] = (Long) value;
    } else if (vector instanceof Vector.Floats floats) {
      floats.values[row] = (Float) value;
    } else if (vector instanceof Vector.Doubles doubles) {
      doubles.values[row] = (Double) value;
    } else if (vector instanceof Vector.Int128s wide) {
      wide.low[row] = ((BigInteger) value).longValue();
      wide.high[row] = ((BigInteger) value).shiftRight(64).longValue();
    } else if (vector instanceof Vector.Bytes spans) {
      byte[] bytes =
          value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
      System.arraycopy(bytes, 0, spans.reserve(bytes.length), spans.used(), bytes.length);
      spans.append(row, bytes.length);
    } else if (vector instanceof Vector.Lists lists) {
      int start = lists.used();
      for (Object element : (List<?>) value) {
        int at = lists.add();
        set(lists.elements(), at, element);
      }
      lists.end(row, start);
    } else if (vector instanceof Vector.Structs structs) {
      for (int i = 0; i < structs.fields().size(); i++) {
        set(structs.fields().get(i), row, ((List<?>) value).get(i));
      }
    }
  }

  /** A row as a list of objects; text as String. */
  public static List<Object> row(Batch batch, int row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < batch.width(); i++) {
      values.add(get(batch.column(i), row));
    }
    return values;
  }

  private static Object get(Vector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof Vector.Booleans booleans) {
      return booleans.values[row] != 0;
    }
    if (vector instanceof Vector.Ints ints) {
      return ints.values[row];
    }
    if (vector instanceof Vector.Longs longs) {
      return longs.values[row];
    }
    if (vector instanceof Vector.Floats floats) {
      return floats.values[row];
    }
    if (vector instanceof Vector.Doubles doubles) {
      return doubles.values[row];
    }
    if (vector instanceof Vector.Int128s wide) {
      return BigInteger.valueOf(wide.high[row])
          .shiftLeft(64)
          .or(new BigInteger(Long.toUnsignedString(wide.low[row])));
    }
    if (vector instanceof Vector.Bytes spans) {
      return new String(
          spans.data(), spans.starts[row], spans.lengths[row], StandardCharsets.UTF_8);
    }
    List<Object> parts = new ArrayList<>();
    if (vector instanceof Vector.Lists lists) {
      for (int i = 0; i < lists.lengths[row]; i++) {
        parts.add(get(lists.elements(), lists.starts[row] + i));
      }
    } else {
      ((Vector.Structs) vector).fields().forEach(field -> parts.add(get(field, row)));
    }
    return parts;
  }

  /** Rows as lists, for comparing. */
  public static List<List<Object>> lists(List<Object[]> rows) {
    return rows.stream().map(row -> (List<Object>) new ArrayList<>(Arrays.asList(row))).toList();
  }
}
