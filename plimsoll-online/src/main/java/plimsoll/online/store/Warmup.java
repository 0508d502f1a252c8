package plimsoll.online.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import plimsoll.online.key.KeyLayout;

/**
 * Reads a range from its begin to its end, so that its blocks are in the cache before somebody asks
 * for them. In steps: between two of them the database may be closed.
 */
final class Warmup {
  private static final long READ_AHEAD_BYTES = 1 << 20;

  private final Database database;
  private final byte[] end;
  private byte @Nullable [] from;
  private long bytes;

  /**
   * Nothing is read yet.
   *
   * @param range what the keys begin with
   */
  Warmup(Database database, byte[] range) {
    this.database = database;
    from = range;
    end = KeyLayout.behind(range);
  }

  /** Whether all is read. */
  boolean isDone() {
    return from == null;
  }

  /** Keys and values read: about what their blocks take, as those shorten what keys share. */
  long bytes() {
    return bytes;
  }

  /** Reads that many entries, or those that are left. */
  void step(int entries) throws IOException {
    byte[] start = from;
    if (start == null) {
      return;
    }
    try (Slice upper = new Slice(end);
        ReadOptions options =
            new ReadOptions().setIterateUpperBound(upper).setReadaheadSize(READ_AHEAD_BYTES);
        RocksIterator rows = database.db().newIterator(options)) {
      rows.seek(start);
      for (int i = 0; i < entries && rows.isValid(); i++) {
        bytes += rows.key().length + rows.value().length;
        rows.next();
      }
      from = rows.isValid() ? rows.key() : null;
      rows.status();
    } catch (RocksDBException e) {
      throw database.failed("read", e);
    }
  }
}
