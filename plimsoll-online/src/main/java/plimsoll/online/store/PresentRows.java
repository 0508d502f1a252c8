package plimsoll.online.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import plimsoll.flow.ByteSink;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.KeySlice;
import plimsoll.online.write.StagedLoad;

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
   * A row is left out if a slot that tells equal rows has it. Slots of which one shows a row whenever
   * the other does are asked once. Where one is enough, its entries are decided as they are written, so
   * that they are merged once; else all are decided before. A row takes one bit until the load is
   * written. Rows that have expired do not count.
   */
  private static final int READ_BEFORE_SEEKING = 8;
  private static final int FOUND_AT_ONCE = 1024; // for one lock
  private static final int NO_SLOT = -1;

  private final Database database;
  private final StagedLoad load;
  private final long incarnation;
  private final List<Slot> slots;
  private final RowNumbers present = new RowNumbers();
  private int undecided = NO_SLOT;

  private PresentRows(Database database, StagedLoad load, long incarnation) {
    this.database = database;
    this.load = load;
    this.incarnation = incarnation;
    slots = Slot.of(load.online());
  }

  /** No row: for a load that adds all. */
  static PresentRows none(Database database, StagedLoad load, long incarnation) {
    return new PresentRows(database, load, incarnation);
  }

  /** Looks for them. */
  static PresentRows of(Database database, Merging merging, StagedLoad load, long incarnation)
      throws IOException {
    PresentRows rows = new PresentRows(database, load, incarnation);
    rows.decide(merging, 1);
    return rows;
  }

  /** Will look for them while the entries of {@link #first} are written, if one slot is enough. */
  static PresentRows whileWriting(
      Database database, Merging merging, StagedLoad load, long incarnation, int threads)
      throws IOException {
    PresentRows rows = new PresentRows(database, load, incarnation);
    List<Integer> asked = rows.asked();
    if (asked.size() > 1) {
      rows.decide(merging, threads);
    } else {
      rows.undecided = asked.get(0);
    }
    return rows;
  }

  private void decide(Merging merging, int threads) throws IOException {
    List<Helpers.Task> tasks = new ArrayList<>();
    for (int slot : asked()) {
      for (KeySlice slice : merging.slices(load, slot, threads)) {
        tasks.add(goesOn -> look(merging, slot, slice, goesOn));
      }
    }
    merging.helpers().run(tasks, threads);
  }

  private void look(Merging merging, int slot, KeySlice slice, BooleanSupplier goesOn)
      throws IOException {
    try (Entries entries = merging.entries(slice);
        Choice choice = new Comparison(slots.get(slot), slice)) {
      while (goesOn.getAsBoolean() && entries.next()) {
        boolean unused = choice.leavesOut(entries);
      }
    }
  }

  private List<Integer> asked() {
    List<Integer> asked = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.tellsEqualRows()
          && asked.stream()
              .noneMatch(other -> slots.get(other).index().expiresLike(slot.index()))) {
        asked.add(i);
      }
    }
    return asked;
  }

  /** The slot whose entries must be chosen from first, if {@link #isUndecided}. */
  int first() {
    return Math.max(0, undecided);
  }

  /** Whether the entries of {@link #first} must be written before those of other slots. */
  boolean isUndecided() {
    return undecided != NO_SLOT;
  }

  /** Says that all entries of {@link #first} were chosen from. */
  void decided() {
    undecided = NO_SLOT;
  }

  /** How many there are. */
  long count() {
    if (isUndecided()) {
      throw new IllegalStateException("not decided yet");
    }
    return present.count();
  }

  /** Chooses among entries of a slice, which come in their order; one thread's. */
  abstract static class Choice implements AutoCloseable {
    /** Whether the current entry's row is left out. */
    abstract boolean leavesOut(Entries entry) throws IOException;

    @Override
    public void close() throws IOException {}
  }

  /** For one pass through the entries of a slice. */
  Choice choose(int slot, KeySlice slice) {
    return slot == undecided ? new Comparison(slots.get(slot), slice) : new Decided();
  }

  private final class Decided extends Choice {
    @Override
    boolean leavesOut(Entries entry) {
      return present.contains(number(entry));
    }
  }

  private static long number(Entries entry) {
    return KeyLayout.longAt(entry.data, entry.keyStart + entry.keyLength - Long.BYTES);
  }

  private synchronized void add(long[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      present.add(numbers[i]);
    }
  }

  /** The load and the store side by side. */
  private final class Comparison extends Choice {
    private final Slot slot;
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator rows;
    private final Stored store;
    private final Alike alike = new Alike();
    private final long[] found = new long[FOUND_AT_ONCE];
    private int foundCount;
    private byte[] group;
    private int groupLength;

    Comparison(Slot slot, KeySlice slice) {
      this.slot = slot;
      byte[] head = KeyLayout.head(incarnation, slot.number());
      group = Publisher.join(head, slice.from(), 0, slice.from().length);
      groupLength = 0;
      end = new Slice(KeyLayout.behind(head));
      options = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
      rows = database.db().newIterator(options);
      store = new Stored(rows, group);
    }

    @Override
    boolean leavesOut(Entries entry) throws IOException {
      boolean isNew = group(entry);
      if (alike.contains(isNew, entry) || isStored(entry)) {
        note(number(entry));
        return true;
      }
      return false;
    }

    private void note(long number) {
      if (foundCount == found.length) {
        add(found, foundCount);
        foundCount = 0;
      }
      found[foundCount++] = number;
    }

    /** Takes the entry's key without the row's name; whether it is another one than before. */
    private boolean group(Entries entry) {
      int length = entry.keyLength - KeyLayout.ROW_NAME;
      int from = entry.keyStart;
      if (groupLength == KeyLayout.HEAD + length
          && Arrays.equals(group, KeyLayout.HEAD, groupLength, entry.data, from, from + length)) {
        return false;
      }
      groupLength = KeyLayout.HEAD + length;
      if (group.length < groupLength) {
        group = Arrays.copyOf(group, 2 * groupLength);
      }
      System.arraycopy(entry.data, from, group, KeyLayout.HEAD, length);
      return true;
    }

    private boolean isStored(Entries entry) throws IOException {
      store.advance(group, groupLength);
      while (store.isIn(group, groupLength)) {
        if (isEqual(entry)) {
          return true;
        }
        store.next();
      }
      return false;
    }

    private boolean isEqual(Entries entry) throws IOException {
      store.readValue();
      if (slot.isHidden()) {
        return isEqualInFirst(store.key(), RowValue.arrival(store.value), entry);
      }
      return RowValue.holds(
              store.value, store.valueLength, entry.rowData(), entry.rowStart, entry.rowLength)
          && !isExpired(store.key());
    }

    /** Looks the row up by its time of arrival. */
    private boolean isEqualInFirst(byte[] hidden, long arrival, Entries entry) throws IOException {
      byte[] key = Expiry.inFirst(hidden, arrival);
      byte[] value = database.get(key);
      return value != null
          && RowValue.holds(value, value.length, entry.rowData(), entry.rowStart, entry.rowLength)
          && !isExpired(key);
    }

    private boolean isExpired(byte[] key) throws IOException {
      return new Expiry(database).isExpired(slot.index(), key, load.arrival());
    }

    @Override
    public void close() throws IOException {
      try (end;
          options;
          rows) {
        rows.status();
        add(found, foundCount);
      } catch (RocksDBException e) {
        throw database.failed("read", e);
      }
    }
  }

  /** What the store has, in the same order; each key is asked for once, into the same array. */
  private static final class Stored {
    private static final int ROOM_AT_FIRST = 256;

    private final RocksIterator rows;
    private byte[] key = new byte[ROOM_AT_FIRST];
    private int keyLength; // 0 at the end
    private byte[] value = new byte[ROOM_AT_FIRST];
    private int valueLength;

    Stored(RocksIterator rows, byte[] from) {
      this.rows = rows;
      rows.seek(from);
      look();
    }

    private void look() {
      keyLength = rows.isValid() ? rows.key(key) : 0;
      if (keyLength > key.length) {
        key = new byte[2 * keyLength];
        keyLength = rows.key(key);
      }
    }

    void readValue() {
      valueLength = rows.value(value);
      if (valueLength > value.length) {
        value = new byte[valueLength + valueLength / 2];
        valueLength = rows.value(value);
      }
    }

    byte[] key() {
      return Arrays.copyOf(key, keyLength);
    }

    void next() {
      rows.next();
      look();
    }

    private boolean isBefore(byte[] group, int length) {
      return keyLength != 0 && Arrays.compareUnsigned(key, 0, keyLength, group, 0, length) < 0;
    }

    /** Moves to the first key that is not before that one. */
    void advance(byte[] to, int length) {
      for (int i = 0; i < READ_BEFORE_SEEKING && isBefore(to, length); i++) {
        next();
      }
      if (isBefore(to, length)) {
        rows.seek(Arrays.copyOf(to, length));
        look();
      }
    }

    boolean isIn(byte[] group, int length) {
      return keyLength == length + KeyLayout.ROW_NAME
          && Arrays.equals(key, 0, length, group, 0, length);
    }
  }

  /** Rows of the load itself with the same key, time and hash: one, unless hashes collide. */
  private static final class Alike {
    private final ByteSink first = new ByteSink();
    private final List<byte[]> more = new ArrayList<>();

    boolean contains(boolean isNew, Entries entry) {
      int from = entry.rowStart;
      int to = from + entry.rowLength;
      if (isNew) {
        more.clear();
        first.clear();
        first.put(entry.rowData(), from, entry.rowLength);
        return false;
      }
      if (Arrays.equals(first.data, 0, first.size, entry.rowData(), from, to)) {
        return true;
      }
      for (byte[] other : more) {
        if (Arrays.equals(other, 0, other.length, entry.rowData(), from, to)) {
          return true;
        }
      }
      more.add(Arrays.copyOfRange(entry.rowData(), from, to));
      return false;
    }
  }
}
