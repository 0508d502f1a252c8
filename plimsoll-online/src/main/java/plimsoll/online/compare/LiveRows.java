package plimsoll.online.compare;

import java.util.Arrays;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Ttl;
import plimsoll.model.Vector;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * Tells which rows of the files the online side would show: those that have a time for each index
 * and have not expired by the first. One thread's.
 *
 * <p>Where rows expire by their place they come key by key, newest first.
 */
final class LiveRows {
  private final OnlineIndex index;
  private final int[] times; // columns that say the time in some index
  private final Ttl ttl;
  private final long oldBefore;
  private byte[] key = {};
  private long time;
  private long newer;
  private long equal;
  private long timeless;

  /** Before the first row. */
  LiveRows(OnlineTable table, long nowMicros) {
    index = table.indexes().get(0);
    times =
        table.indexes().stream()
            .filter(each -> !each.isByArrival())
            .mapToInt(OnlineIndex::time)
            .toArray();
    ttl = index.ttl();
    oldBefore = index.isByArrival() ? Long.MIN_VALUE : index.oldBefore(nowMicros);
  }

  /**
   * Takes the next row.
   *
   * @param rowKey bytes of its key columns
   * @return whether it can be shown: if it has others of equal key and time, {@link #room} of them
   */
  boolean take(Batch batch, int row, ByteSink rowKey) {
    for (int column : times) {
      if (batch.column(column).isNull(row)) {
        timeless++;
        return false;
      }
    }
    if (index.isByArrival()) {
      return true;
    }
    Vector of = batch.column(index.time());
    long now =
        of instanceof Vector.Longs longs ? longs.values[row] : ((Vector.Ints) of).values[row];
    if (ttl.looksAtPlace()) {
      place(rowKey, now);
    }
    time = now;
    return room() > 0;
  }

  private void place(ByteSink rowKey, long now) {
    if (!Arrays.equals(key, 0, key.length, rowKey.data, 0, rowKey.size)) {
      key = Arrays.copyOf(rowKey.data, rowKey.size);
      newer = 0;
      equal = 0;
    } else if (now != time) {
      newer += equal;
      equal = 0;
    }
    equal++;
  }

  /** Whether the current row is the first of its key and time. */
  boolean beginsEquals() {
    return equal == 1;
  }

  /** How many rows of the current key and time are shown. */
  long room() {
    boolean old = time < oldBefore;
    if (!ttl.isExpired(old, Long.MAX_VALUE)) {
      return Long.MAX_VALUE;
    }
    return ttl.isExpired(old, newer) ? 0 : ttl.newest() - newer;
  }

  /** Rows so far that have no time, so that they cannot be online. */
  long timeless() {
    return timeless;
  }
}
