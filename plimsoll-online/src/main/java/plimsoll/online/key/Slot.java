package plimsoll.online.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Vector;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * One place in which every row of a table has an entry: its indexes, and where none of them has a
 * time column a hidden one, by which equal rows are found whenever they came.
 *
 * @param number in keys
 * @param index whose key columns and times it has
 * @param isHidden whether it is the one for equal rows: its times are all 0, and its values are
 *     only the time at which the row came
 */
public record Slot(int number, OnlineIndex index, boolean isHidden) {
  private static final int HIDDEN = 0xFFFF;

  /** Those of a table; the first ones are its indexes. */
  public static List<Slot> of(OnlineTable table) {
    List<Slot> slots = new ArrayList<>();
    for (OnlineIndex index : table.indexes()) {
      slots.add(new Slot(slots.size(), index, false));
    }
    if (table.isByArrivalOnly()) {
      slots.add(new Slot(HIDDEN, table.indexes().get(0), true));
    }
    return slots;
  }

  /** Whether it shows which rows of a load are there already. */
  public boolean tellsEqualRows() {
    return isHidden || !index.isByArrival();
  }

  /**
   * Appends the tail of a row's key.
   *
   * @param arrival when it came, in microseconds since 1970-01-01
   * @param hash of the row's bytes
   * @param loadId load that brings it
   * @param number unique in the load
   */
  public void writeTail(
      Batch batch, int row, long arrival, long hash, long loadId, long number, ByteSink out) {
    KeyColumns.write(batch, index.keys(), row, out);
    putLong(KeyLayout.inverted(time(batch, row, arrival)), out);
    putLong(hash, out);
    putLong(loadId, out);
    putLong(number, out);
  }

  /** What the whole key of a row begins with, up to its time. */
  public byte[] prefix(Batch batch, int row, long incarnation) {
    ByteSink out = new ByteSink();
    out.put(KeyLayout.head(incarnation, number), 0, KeyLayout.HEAD);
    KeyColumns.write(batch, index.keys(), row, out);
    return Arrays.copyOf(out.data, out.size);
  }

  /** The time by which a row is ordered. */
  public long time(Batch batch, int row, long arrival) {
    if (isHidden) {
      return 0;
    }
    if (index.isByArrival()) {
      return arrival;
    }
    Vector vector = batch.column(index.time());
    if (vector.isNull(row)) {
      throw ErrorCode.BROKEN_INVARIANT.with(
          "NULL in the time column of an index; OnlineTable.checkedSchema filters such rows");
    }
    return vector instanceof Vector.Longs longs
        ? longs.values[row]
        : ((Vector.Ints) vector).values[row];
  }

  private static void putLong(long value, ByteSink out) {
    out.putLong(Long.reverseBytes(value));
  }
}
