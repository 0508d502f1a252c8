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
  private static final byte[] NONE = {};

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
        RocksIterator rows = database.db().newIterator(options)) {
      Stored store = new Stored(rows, head);
      while (entries.next()) {
        byte[] group = group(head, entries);
        if (alike.contains(group, entries) || isStored(slot, store, group, entries)) {
          add(entries);
        }
      }
      rows.status();
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

  private boolean isStored(Slot slot, Stored store, byte[] group, Entries entry)
      throws IOException {
    store.advance(group);
    while (store.isIn(group)) {
      if (isEqual(slot, store.key, store.rows.value(), entry)) {
        return true;
      }
      store.next();
    }
    return false;
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

  /** What the store has, in the same order; each key is asked for once. */
  private static final class Stored {
    private final RocksIterator rows;
    private byte[] key = {};

    Stored(RocksIterator rows, byte[] from) {
      this.rows = rows;
      rows.seek(from);
      look();
    }

    private void look() {
      key = rows.isValid() ? rows.key() : NONE;
    }

    void next() {
      rows.next();
      look();
    }

    private boolean isBefore(byte[] group) {
      return key != NONE && Arrays.compareUnsigned(key, group) < 0;
    }

    /** Moves to the first key that is not before that one. */
    void advance(byte[] to) {
      for (int i = 0; i < READ_BEFORE_SEEKING && isBefore(to); i++) {
        next();
      }
      if (isBefore(to)) {
        rows.seek(to);
        look();
      }
    }

    boolean isIn(byte[] group) {
      return key.length == group.length + KeyLayout.ROW_NAME
          && Arrays.equals(key, 0, group.length, group, 0, group.length);
    }
  }

  /** Rows of the load itself with the same key, time and hash: one, unless hashes collide. */
  private static final class Alike {
    private final List<byte[]> rows = new ArrayList<>();
    private byte[] group = NONE;

    boolean contains(byte[] of, Entries entry) {
      if (!Arrays.equals(of, group)) {
        group = of;
        rows.clear();
      }
      byte[] row =
          Arrays.copyOfRange(entry.rowData(), entry.rowStart, entry.rowStart + entry.rowLength);
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
