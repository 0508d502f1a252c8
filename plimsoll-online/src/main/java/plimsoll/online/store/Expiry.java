package plimsoll.online.store;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import plimsoll.model.Ttl;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * Removes rows that have expired. Readers never see them, so this only gives back space, and may be
 * done in parts and lost in a crash.
 */
final class Expiry {
  /*
   * RocksDB would ask a compaction filter about each row it rewrites; but a filter has to be native code,
   * Java's binding cannot be called back, and a row's place among those of its key is not known to a
   * filter. So keys are walked in the background, and what has expired, always the end of a key, is
   * deleted: row by row if it is little, as a range if it is much, since many ranges slow reading down.
   */
  private static final int RANGE_FROM = 64;

  private final Database database;

  Expiry(Database database) {
    this.database = database;
  }

  /** The key in the table's first index of a row with that key in the hidden slot. */
  static byte[] inFirst(byte[] hidden, long arrival) {
    byte[] key = hidden.clone();
    KeyLayout.writeHead(key, KeyLayout.longAt(hidden, 1), 0);
    KeyLayout.setLong(key, key.length - KeyLayout.BEHIND_COLUMNS, KeyLayout.inverted(arrival));
    return key;
  }

  /** Whether the row with that whole key, which is there, has expired. */
  boolean isExpired(OnlineIndex index, byte[] key, long now) throws IOException {
    if (!index.ttl().looksAtPlace()) {
      return KeyLayout.time(key) < index.oldBefore(now);
    }
    byte[] prefix = prefix(key);
    try (Range range = new Range(prefix)) {
      byte[] boundary = boundary(range.rows, prefix, index, now);
      return boundary != null && Arrays.compareUnsigned(key, boundary) >= 0;
    }
  }

  private static byte[] prefix(byte[] key) {
    return Arrays.copyOf(key, key.length - KeyLayout.BEHIND_COLUMNS);
  }

  /** The first key that has expired, or would if it were there; null if none. */
  private static byte @Nullable [] boundary(
      RocksIterator rows, byte[] prefix, OnlineIndex index, long now) {
    Ttl ttl = index.ttl();
    long oldBefore = index.oldBefore(now);
    byte[] old =
        ttl.looksAtAge() && oldBefore > Long.MIN_VALUE
            ? EntryScan.withTime(prefix, oldBefore - 1)
            : null;
    byte[] beyond = ttl.looksAtPlace() ? beyond(rows, prefix, ttl.newest()) : null;
    if (old == null || beyond == null) {
      return ttl.kind() == Ttl.Kind.ABSANDLAT ? null : old == null ? beyond : old;
    }
    boolean oldFirst = Arrays.compareUnsigned(old, beyond) < 0;
    return oldFirst == (ttl.kind() == Ttl.Kind.ABSORLAT) ? old : beyond;
  }

  /** The first key behind the newest ones; null if there are no more. */
  private static byte @Nullable [] beyond(RocksIterator rows, byte[] prefix, int newest) {
    rows.seek(prefix);
    for (int i = 0; i < newest && isIn(rows, prefix); i++) {
      rows.next();
    }
    return isIn(rows, prefix) ? rows.key() : null;
  }

  private static boolean isIn(RocksIterator rows, byte[] prefix) {
    if (!rows.isValid()) {
      return false;
    }
    byte[] key = rows.key();
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Removes what has expired of one key, which is a whole key of a row without what follows. */
  void purgeKey(OnlineIndex index, byte[] prefix, long now) throws IOException {
    try (Range range = new Range(prefix);
        WriteBatch batch = new WriteBatch()) {
      if (purgeKey(range.rows, index, prefix, now, batch) > 0) {
        database.writeSoon(batch);
      }
      range.rows.status();
    } catch (RocksDBException e) {
      throw database.failed("remove expired rows", e);
    }
  }

  private static long purgeKey(
      RocksIterator rows, OnlineIndex index, byte[] prefix, long now, WriteBatch batch)
      throws RocksDBException {
    byte[] boundary = boundary(rows, prefix, index, now);
    if (boundary == null) {
      return 0;
    }
    rows.seek(boundary);
    int count = 0;
    byte[][] few = new byte[RANGE_FROM][];
    while (count < RANGE_FROM && isIn(rows, prefix)) {
      few[count++] = rows.key();
      rows.next();
    }
    if (count == RANGE_FROM) {
      batch.deleteRange(few[0], KeyLayout.behind(prefix));
      return count;
    }
    for (int i = 0; i < count; i++) {
      batch.delete(few[i]);
    }
    return count;
  }

  /**
   * Removes what has expired of some keys of a slot.
   *
   * @param from first key to look at
   * @param most keys to look at
   * @return where to go on; null at the end
   */
  byte @Nullable [] purge(Slot slot, byte[] from, int most, long now) throws IOException {
    byte[] head = Arrays.copyOf(from, KeyLayout.HEAD);
    try (Range range = new Range(head);
        WriteBatch batch = new WriteBatch()) {
      byte[] next =
          slot.isHidden()
              ? purgeHidden(range.rows, from, most, batch)
              : purgeKeys(range.rows, slot.index(), from, most, now, batch);
      range.rows.status();
      if (batch.count() > 0) {
        database.writeSoon(batch);
      }
      return next;
    } catch (RocksDBException e) {
      throw database.failed("remove expired rows", e);
    }
  }

  private static byte @Nullable [] purgeKeys(
      RocksIterator rows, OnlineIndex index, byte[] from, int most, long now, WriteBatch batch)
      throws RocksDBException {
    rows.seek(from);
    for (int i = 0; i < most && rows.isValid(); i++) {
      byte[] prefix = prefix(rows.key());
      long unused = purgeKey(rows, index, prefix, now, batch);
      rows.seek(KeyLayout.behind(prefix));
    }
    return rows.isValid() ? rows.key() : null;
  }

  /** Rows of the hidden slot go when they are gone from the first index. */
  private byte @Nullable [] purgeHidden(RocksIterator rows, byte[] from, int most, WriteBatch batch)
      throws RocksDBException, IOException {
    rows.seek(from);
    for (int i = 0; i < most && rows.isValid(); i++) {
      byte[] key = rows.key();
      if (database.get(inFirst(key, RowValue.arrival(rows.value()))) == null) {
        batch.delete(key);
      }
      rows.next();
    }
    return rows.isValid() ? rows.key() : null;
  }

  /** Whether rows of the slot can expire. */
  static boolean canExpire(OnlineTable table, Slot slot) {
    Ttl ttl = slot.isHidden() ? table.indexes().get(0).ttl() : slot.index().ttl();
    return ttl.looksAtAge() || ttl.looksAtPlace();
  }

  /** Keys that begin alike. */
  private final class Range implements AutoCloseable {
    private final Slice end;
    private final ReadOptions options;
    final RocksIterator rows;

    Range(byte[] prefix) {
      end = new Slice(KeyLayout.behind(prefix));
      options = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
      rows = database.db().newIterator(options);
    }

    @Override
    public void close() {
      rows.close();
      options.close();
      end.close();
    }
  }
}
