package plimsoll.online.store;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Which commits are done: a key for each above the floor, all of them below. */
final class Applied {
  private static final byte[] NOTHING = {};

  private final Database database;
  private long floor;

  Applied(Database database) throws IOException {
    this.database = database;
    byte[] number = database.get(Names.FLOOR);
    floor = number == null ? 0 : Names.number(number, 0);
  }

  boolean contains(long commit) throws IOException {
    return commit <= floor || database.get(Names.applied(commit)) != null;
  }

  /** Marks the commit as done, with the rest of the batch. */
  static void add(long commit, WriteBatch batch) throws RocksDBException {
    batch.put(Names.applied(commit), NOTHING);
  }

  /** Marks the commit as done, with the other files. */
  static void add(long commit, SstFiles files) throws IOException {
    files.add(Names.applied(commit), NOTHING);
  }

  /** All commits up to that one are done, also those that left nothing here. */
  void raiseFloor(long commit) throws IOException {
    if (commit <= floor) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(Names.FLOOR, Names.number(commit));
      batch.deleteRange(Names.applied(floor), Names.applied(commit + 1));
      database.write(batch);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
    floor = commit;
  }
}
