package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import plimsoll.model.Ttl;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.table.OnlineIndex;

/**
 * Entries of an index that have not expired, key by key, newest first: a picture of one moment.
 *
 * <p>Rows of a key expire from the old end, whatever the kind of expiry: the first one that has
 * expired ends its key.
 */
final class EntryScan implements Closeable {
  private static final int MOST_STEPS_AT_ONCE = 2_000;
  private static final int MOST_SKIPPED_IN_A_STEP = 100;

  private final Database database;
  private final Slice end;
  private final ReadOptions options;
  private final RocksIterator rows;
  private final Ttl ttl;
  private final Times times;
  private final long oldBefore;
  private final byte[] start;
  private byte[] prefix = {};
  private byte[] key = {};
  private long place;
  private long stepsLeft = Long.MAX_VALUE;
  private boolean begun;

  /**
   * Which times are wanted.
   *
   * @param from the first, in the index's unit
   * @param to the last, in the index's unit
   */
  record Times(long from, long to) {
    static final Times ALL = new Times(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Where blocks of files come from. */
  enum Blocks {
    /** From disk, past the cache: a pass over an index would push out what others ask for. */
    PASSING,
    /** From the cache, where they are kept: a key may be asked for again. */
    KEPT,
    /**
     * From the cache alone: {@link #next} throws {@link NotAtOnceException} where it would wait for
     * a disk, or has a long way to go.
     */
    IN_MEMORY
  }

  /**
   * Before the first entry.
   *
   * @param range what the keys begin with: an index, or a key of it
   * @param nowMicros the clock by which rows are old
   */
  EntryScan(
      Database database,
      OnlineIndex index,
      byte[] range,
      Blocks blocks,
      Times times,
      long nowMicros) {
    this.database = database;
    this.times = times;
    ttl = index.ttl();
    oldBefore = index.oldBefore(nowMicros);
    start = range;
    end = new Slice(KeyLayout.behind(range));
    options = new ReadOptions().setIterateUpperBound(end).setFillCache(blocks == Blocks.KEPT);
    if (blocks == Blocks.IN_MEMORY) {
      stepsLeft = MOST_STEPS_AT_ONCE;
      options.setReadTier(ReadTier.BLOCK_CACHE_TIER);
      options.setMaxSkippableInternalKeys(MOST_SKIPPED_IN_A_STEP);
    }
    rows = database.db().newIterator(options);
  }

  /** Moves to the next entry. */
  boolean next() throws IOException {
    if (!begun) {
      rows.seek(start);
      begun = true;
    } else if (rows.isValid()) { // at the end, next() would be undefined
      rows.next();
    }
    while (rows.isValid()) {
      if (stepsLeft-- <= 0) {
        throw new NotAtOnceException();
      }
      if (isWanted()) {
        place++;
        return true;
      }
    }
    check();
    return false;
  }

  /** Goes back before the first entry, of the same picture. */
  void rewind() {
    begun = false;
    prefix = new byte[0];
    place = 0;
  }

  /** Whether the entry here is; moves on if not. */
  private boolean isWanted() {
    key = rows.key();
    beginKey();
    long time = KeyLayout.time(key);
    if (time < times.from() || ttl.isExpired(time < oldBefore, place)) {
      rows.seek(KeyLayout.behind(prefix));
      return false;
    }
    if (time <= times.to()) {
      return true;
    }
    if (ttl.looksAtPlace() && place < ttl.newest()) {
      place++;
      rows.next();
    } else {
      rows.seek(withTime(prefix, times.to()));
    }
    return false;
  }

  private void beginKey() {
    int length = key.length - KeyLayout.BEHIND_COLUMNS;
    if (!Arrays.equals(key, 0, length, prefix, 0, prefix.length)) {
      prefix = Arrays.copyOf(key, length);
      place = 0;
    }
  }

  /** The first key with that time or an older one. */
  static byte[] withTime(byte[] prefix, long time) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + Long.BYTES);
    KeyLayout.setLong(key, prefix.length, KeyLayout.inverted(time));
    return key;
  }

  private void check() throws IOException {
    try {
      rows.status();
    } catch (RocksDBException e) {
      Status status = e.getStatus();
      if (status != null && status.getCode() == Status.Code.Incomplete) {
        throw new NotAtOnceException();
      }
      throw database.failed("read", e);
    }
  }

  /** The current entry's whole key. */
  byte[] key() {
    return key;
  }

  /** The current entry's value. */
  byte[] value() {
    return rows.value();
  }

  @Override
  public void close() {
    rows.close();
    options.close();
    end.close();
  }
}
