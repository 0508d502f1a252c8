package plimsoll.server.online;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReaders;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.Vector;
import plimsoll.online.key.IndexKey;
import plimsoll.online.table.OnlineIndex;

/** Keys and times that are given as text: only what their columns hold as it is. */
public final class KeyConstants {
  private KeyConstants() {}

  /**
   * A key of an index.
   *
   * @param texts one for each of its key columns; null for NULL
   * @throws plimsoll.error.PlimsollException BAD_VALUE
   */
  public static IndexKey key(
      Schema table, OnlineIndex index, List<? extends @Nullable String> texts) {
    Schema keys = IndexKey.schema(table, index);
    List<Vector> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(value(keys.column(i), texts.get(i)));
    }
    return IndexKey.of(new Batch(values, 1), 0);
  }

  private static Vector value(Column column, @Nullable String text) {
    if (text != null) {
      return constant(column, text);
    }
    Vector none = Vector.allocate(column.type(), 1);
    none.setNull(0);
    return none;
  }

  /** A time in its column's unit. BAD_VALUE. */
  public static long time(Column column, String text) {
    Vector value = constant(column, text);
    return value instanceof Vector.Longs longs ? longs.values[0] : ((Vector.Ints) value).values[0];
  }

  private static Vector constant(Column column, String text) {
    return ValueReaders.constant(column.name(), column.type(), text, Conversions.EXACT);
  }
}
