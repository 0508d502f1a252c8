package plimsoll.online.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.MergedRuns;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.write.StagedLoad;
import plimsoll.storage.Storage;

/**
 * Which rows of a load are left out of put_if_absent, because an equal row has the same key and
 * time: in the store, or before them in the load.
 */
final class PresentRows {
  /*
   * The load and the store are read side by side in the order (key, time, hash of the row). A row costs
   * one look at the store's next key, however many rows have its key and time; only where the hash is
   * equal rows are compared. Where the store is much denser than the load, it is sought instead of read.
   *
   * Each slot with a time column is asked, and a row is left out if one of them has it. A row takes one
   * bit until the load is written. Rows that have expired do not count.
   */
  private static final int READ_BEFORE_SEEKING = 8;
  private static final int CHUNK_BITS = 30;

  private final Database database;
  private final StagedLoad load;
  private final long incarnation;
  private final Map<Long, BitSet> present = new HashMap<>();
  private long count;

  private PresentRows(Database database, StagedLoad load, long incarnation) {
    this.database = database;
    this.load = load;
    this.incarnation = incarnation;
  }

  /** No row: for a load that adds all. */
  static PresentRows none(Database database, StagedLoad load, long incarnation) {
    return new PresentRows(database, load, incarnation);
  }

  /** Looks for them. */
  static PresentRows of(Database database, Storage storage, StagedLoad load, long incarnation)
      throws IOException {
    PresentRows rows = new PresentRows(database, load, incarnation);
    List<Slot> slots = Slot.of(load.online());
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).tellsEqualRows()) {
        try (Entries entries = new MergedRuns(storage, load.runs(), i)) {
          rows.compare(slots.get(i), entries);
        }
      }
    }
    return rows;
  }

  /** How many there are. */
  long count() {
    return count;
  }

  /** Whether the current entry's row is one. */
  boolean contains(Entries entry) {
    if (count == 0) {
      return false;
    }
    long number = number(entry);
    BitSet chunk = present.get(number >>> CHUNK_BITS);
    return chunk != null && chunk.get(bit(number));
  }

  private void add(Entries entry) {
    long number = number(entry);
    BitSet chunk = present.computeIfAbsent(number >>> CHUNK_BITS, unused -> new BitSet());
    if (!chunk.get(bit(number))) {
      chunk.set(bit(number));
      count++;
    }
  }

  private static long number(Entries entry) {
    return KeyLayout.longAt(entry.data, entry.keyStart + entry.keyLength - Long.BYTES);
  }

  private static int bit(long number) {
    return (int) (number & ((1L << CHUNK_BITS) - 1));
  }

  private void compare(Slot slot, Entries entries) throws IOException {
    byte[] head = KeyLayout.head(incarnation, slot.number());
    Alike alike = new Alike();
    try (Slice end = new Slice(KeyLayout.behind(head));
        ReadOptions options = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
        RocksIterator store = database.db().newIterator(options)) {
      store.seek(head);
      byte[] from = head;
      while (entries.next()) {
        from = group(head, entries);
        if (alike.contains(entries) || isStored(slot, store, from, entries)) {
          add(entries);
        }
      }
      store.status();
    } catch (RocksDBException e) {
      throw database.failed("read", e);
    }
  }

  /** The entry's key without the row's name. */
  private static byte[] group(byte[] head, Entries entry) {
    int length = entry.keyLength - KeyLayout.ROW_NAME;
    byte[] group = Arrays.copyOf(head, head.length + length);
    System.arraycopy(entry.data, entry.keyStart, group, head.length, length);
    return group;
  }

  private boolean isStored(Slot slot, RocksIterator store, byte[] group, Entries entry)
      throws IOException {
    advance(store, group);
    while (store.isValid() && startsWith(store.key(), group)) {
      if (isEqual(slot, store.key(), store.value(), entry)) {
        return true;
      }
      store.next();
    }
    return false;
  }

  /** Moves to the first key that is not before that one. */
  private static void advance(RocksIterator store, byte[] to) {
    for (int i = 0; i < READ_BEFORE_SEEKING; i++) {
      if (!store.isValid() || Arrays.compareUnsigned(store.key(), to) >= 0) {
        return;
      }
      store.next();
    }
    if (store.isValid() && Arrays.compareUnsigned(store.key(), to) < 0) {
      store.seek(to);
    }
  }

  private static boolean startsWith(byte[] key, byte[] group) {
    return Arrays.equals(key, 0, Math.min(key.length, group.length), group, 0, group.length)
        && key.length == group.length + KeyLayout.ROW_NAME;
  }

  private boolean isEqual(Slot slot, byte[] key, byte[] value, Entries entry) throws IOException {
    if (slot.isHidden()) {
      return isEqualInFirst(slot.index(), key, RowValue.arrival(value), entry);
    }
    return RowValue.holds(value, entry.rowData(), entry.rowStart, entry.rowLength)
        && !new Expiry(database).isExpired(slot.index(), key, load.arrival());
  }

  /** Looks the row up by its time of arrival. */
  private boolean isEqualInFirst(OnlineIndex index, byte[] hidden, long arrival, Entries entry)
      throws IOException {
    byte[] key = Expiry.inFirst(hidden, arrival);
    byte[] value = database.get(key);
    return value != null
        && RowValue.holds(value, entry.rowData(), entry.rowStart, entry.rowLength)
        && !new Expiry(database).isExpired(index, key, load.arrival());
  }

  /** Rows of the load itself with the same key, time and hash: one, unless hashes collide. */
  private static final class Alike {
    private final List<byte[]> rows = new ArrayList<>();
    private byte[] tail = {};

    boolean contains(Entries entry) {
      int length = entry.keyLength - KeyLayout.ROW_NAME;
      int start = entry.keyStart;
      if (!Arrays.equals(entry.data, start, start + length, tail, 0, tail.length)) {
        tail = Arrays.copyOfRange(entry.data, start, start + length);
        rows.clear();
      }
      byte[] row = new byte[entry.rowLength];
      System.arraycopy(entry.rowData(), entry.rowStart, row, 0, row.length);
      for (byte[] earlier : rows) {
        if (Arrays.equals(earlier, row)) {
          return true;
        }
      }
      rows.add(row);
      return false;
    }
  }
}
