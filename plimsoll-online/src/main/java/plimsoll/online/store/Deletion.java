package plimsoll.online.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.KeySlice;
import plimsoll.online.sort.MergedRuns;
import plimsoll.online.sort.RunWriter;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.EntrySorter;
import plimsoll.storage.Storage;

/**
 * One DELETE: the rows that an index shows go from all slots, in one call.
 *
 * <p>Where rows expire by their place, what has expired of the keys in question is removed first:
 * else it would come back, as fewer rows are before it then.
 */
final class Deletion {
  private static final int MOST_PURGED_KEYS = 10_000;
  private static final long MOST_HELD_BYTES = 32L << 20;
  private static final int BLOCKS = 4 << 20; // bytes read ahead of all runs

  private final Database database;
  private final Storage storage;
  private final String pathPrefix;
  private final long incarnation;
  private final long now;
  private final List<Slot> slots;
  private final EntrySorter sorter;
  private final Expiry expiry;
  private final Batch row;
  private final Set<ByteBuffer> purged = new HashSet<>();
  private long count;

  Deletion(
      Database database,
      Storage storage,
      Path staging,
      long commit,
      OnlineTable table,
      long incarnation,
      long now) {
    this.database = database;
    this.storage = storage;
    this.incarnation = incarnation;
    this.now = now;
    pathPrefix = staging.resolve(Publisher.OWN_FILES + commit + "-").toString();
    slots = Slot.of(table);
    sorter = new EntrySorter(storage, slots, pathPrefix, RunWriter.BLOCK_BYTES);
    expiry = new Expiry(database);
    row = Batch.allocate(table.schema());
  }

  /**
   * Deletes the rows that the scan shows.
   *
   * @return how many
   */
  long run(long commit, OnlineIndex index, EntryScan scan, long smallBytes) throws IOException {
    try {
      while (scan.next()) {
        add(index, scan.key(), scan.value());
      }
      sorter.spill(false);
      long bytes = sorter.runs().stream().mapToLong(run -> run.bytes()).sum();
      if (bytes <= smallBytes) {
        writeBatch(commit);
      } else {
        ingest(commit);
      }
      return count;
    } finally {
      sorter.drop();
    }
  }

  private void add(OnlineIndex index, byte[] key, byte[] value) throws IOException {
    row.clear();
    new RowCodec().read(value, RowValue.rowStart(value), row, 0);
    row.rows(1);
    long arrival = index.isByArrival() ? KeyLayout.time(key) : RowValue.arrival(value);
    int at = key.length - KeyLayout.BEHIND_COLUMNS + Long.BYTES;
    long hash = KeyLayout.longAt(key, at);
    long loadId = KeyLayout.longAt(key, at + Long.BYTES);
    long number = KeyLayout.longAt(key, at + 2 * Long.BYTES);
    purgeKeys();
    sorter.addKeys(row, 0, arrival, hash, loadId, number);
    count++;
    if (sorter.footprint() > MOST_HELD_BYTES) {
      sorter.spill(false);
    }
  }

  private void purgeKeys() throws IOException {
    for (Slot slot : slots) {
      if (!slot.isHidden() && slot.index().ttl().looksAtPlace()) {
        byte[] prefix = slot.prefix(row, 0, incarnation);
        if (purged.size() == MOST_PURGED_KEYS) {
          purged.clear();
        }
        if (purged.add(ByteBuffer.wrap(prefix))) {
          expiry.purgeKey(slot.index(), prefix, now);
        }
      }
    }
  }

  private Entries entries(int slot) throws IOException {
    return new MergedRuns(storage, KeySlice.whole(sorter.runs(), slot), BLOCKS);
  }

  private byte[] head(int slot) {
    return KeyLayout.head(incarnation, slots.get(slot).number());
  }

  private void writeBatch(long commit) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < slots.size(); i++) {
        try (Entries entries = entries(i)) {
          while (entries.next()) {
            batch.delete(
                Publisher.join(head(i), entries.data, entries.keyStart, entries.keyLength));
          }
        }
      }
      Applied.add(commit, count, batch);
      database.write(batch);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  private void ingest(long commit) throws IOException {
    try (SstFiles files = new SstFiles(database, pathPrefix)) {
      Applied.add(commit, count, files);
      files.endFile();
      for (int i = 0; i < slots.size(); i++) {
        try (Entries entries = entries(i)) {
          while (entries.next()) {
            files.add(head(i), entries, null, false);
          }
        }
      }
      database.ingest(files.finish());
    }
  }
}
