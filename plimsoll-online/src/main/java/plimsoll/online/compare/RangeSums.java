package plimsoll.online.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.flow.BatchSource;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * Counts and checksums of a table's rows by ranges of its first index's keys: first those of the
 * online side, which come in the order of keys and say where ranges begin, then those of the files.
 *
 * <p>Memory does not depend on the rows: when there are twice as many ranges as wanted, each two
 * neighbours become one.
 */
public final class RangeSums {
  private static final int WANTED_RANGES = 1024;

  private final OnlineTable table;
  private final OnlineIndex index;
  private final KeyText text;
  private final RowDigest digest;
  private List<KeyRange> ranges = new ArrayList<>();
  private long rowsPerRange = 1;
  private byte[] lastKey = {};
  private long timeless;

  /** Shows keys to people. */
  @FunctionalInterface
  public interface KeyText {
    /** The key of a row. */
    String of(Batch batch, int row) throws IOException;
  }

  /** One range without rows. */
  public RangeSums(OnlineTable table, KeyText text) {
    this.table = table;
    index = table.indexes().get(0);
    this.text = text;
    digest = new RowDigest(index);
    ranges.add(new KeyRange(new byte[0], null));
  }

  /** Adds all rows of the online side, in the order of the index. */
  public void addOnline(BatchSource.Reader rows) throws IOException {
    for (Batch batch = rows.next(); batch.rows() > 0; batch = rows.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        digest.of(batch, row);
        range(batch, row).addOnline(digest.hash);
      }
    }
  }

  private KeyRange range(Batch batch, int row) throws IOException {
    KeyRange last = ranges.get(ranges.size() - 1);
    ByteSink key = digest.key;
    if (Arrays.equals(lastKey, 0, lastKey.length, key.data, 0, key.size)) {
      return last;
    }
    lastKey = Arrays.copyOf(key.data, key.size);
    if (last.onlineRows() < rowsPerRange) {
      return last;
    }
    KeyRange next = new KeyRange(lastKey, text.of(batch, row));
    ranges.add(next);
    if (ranges.size() == 2 * WANTED_RANGES) {
      halve();
      return ranges.get(ranges.size() - 1);
    }
    return next;
  }

  private void halve() {
    List<KeyRange> fewer = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i += 2) {
      ranges.get(i).extend(ranges.get(i + 1));
      fewer.add(ranges.get(i));
    }
    ranges = fewer;
    rowsPerRange *= 2;
  }

  /**
   * Adds the rows of the files.
   *
   * @param rows in any order, or as {@link #filesMustBeOrdered} says
   * @param nowMicros the clock by which the online side's rows expired
   */
  public void addOffline(BatchSource.Reader rows, long nowMicros) throws IOException {
    LiveRows live = new LiveRows(table, nowMicros);
    EqualRows equal = new EqualRows();
    for (Batch batch = rows.next(); batch.rows() > 0; batch = rows.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        digest.of(batch, row);
        KeyRange range = ranges.get(place(digest.key));
        range.countFileRow();
        if (live.take(batch, row, digest.key)) {
          add(range, live, equal);
        }
      }
    }
    equal.end();
    timeless = live.timeless();
  }

  private void add(KeyRange range, LiveRows live, EqualRows equal) {
    if (index.ttl().looksAtPlace()) {
      equal.add(range, digest.hash, live);
    } else {
      range.addOffline(digest.hash);
    }
  }

  /** Whether rows of the files must come key by key, newest first. */
  public static boolean filesMustBeOrdered(OnlineIndex index) {
    return index.ttl().looksAtPlace();
  }

  /** Number of the range with that key. */
  int place(ByteSink key) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      byte[] start = ranges.get(middle).start();
      if (Arrays.compareUnsigned(start, 0, start.length, key.data, 0, key.size) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  OnlineTable table() {
    return table;
  }

  /** All ranges, in the order of keys. */
  public List<KeyRange> ranges() {
    return List.copyOf(ranges);
  }

  /** Rows of the files without a time for some index: they cannot be online, and are left out. */
  public long timeless() {
    return timeless;
  }
}
