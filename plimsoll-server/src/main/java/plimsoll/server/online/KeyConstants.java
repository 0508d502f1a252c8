package plimsoll.server.online;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Vector;
import plimsoll.online.key.IndexKey;
import plimsoll.online.table.OnlineIndex;
import plimsoll.pipeline.parse.Formats;

/** Keys and times that are given as text. */
public final class KeyConstants {
  private final Formats formats;

  /** Read by those conversions. */
  public KeyConstants(Formats formats) {
    this.formats = formats;
  }

  /**
   * A key of an index.
   *
   * @param texts one for each of its key columns; null for NULL
   * @throws plimsoll.error.PlimsollException BAD_VALUE
   */
  public IndexKey key(Schema table, OnlineIndex index, List<? extends @Nullable String> texts) {
    Schema keys = IndexKey.schema(table, index);
    List<Vector> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(value(keys.column(i).type(), texts.get(i)));
    }
    return IndexKey.of(new Batch(values), 0);
  }

  private Vector value(DataType type, @Nullable String text) {
    if (text != null) {
      return formats.constant(type, text);
    }
    Vector none = Vector.allocate(type, 1);
    none.setNull(0);
    return none;
  }

  /** A time in its column's unit. BAD_VALUE. */
  public long time(DataType type, String text) {
    Vector value = formats.constant(type, text);
    return value instanceof Vector.Longs longs ? longs.values[0] : ((Vector.Ints) value).values[0];
  }
}
