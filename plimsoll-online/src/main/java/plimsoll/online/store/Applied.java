package plimsoll.online.store;

import java.io.IOException;
import java.util.OptionalLong;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * Which commits are done: a key for each above the floor, all of them below. Its value is how many
 * rows were left out or removed, so that who does it again can tell.
 */
final class Applied {
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

  /** What a commit left out or removed, if it is done; 0 if that is long ago and nobody asks. */
  OptionalLong unselected(long commit) throws IOException {
    byte[] value = database.get(Names.applied(commit));
    if (value != null) {
      return OptionalLong.of(Names.number(value, 0));
    }
    return commit <= floor ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /** The last one that is done; 0 if none ever was. */
  long last() throws IOException {
    try (Slice from = new Slice(Names.applied(0));
        ReadOptions options = new ReadOptions().setIterateLowerBound(from);
        RocksIterator done = database.db().newIterator(options)) {
      done.seekForPrev(Names.applied(Long.MAX_VALUE));
      done.status();
      return done.isValid() ? Names.appliedNumber(done.key()) : floor;
    } catch (RocksDBException e) {
      throw database.failed("read what it has done", e);
    }
  }

  /** Marks the commit as done, with the rest of the batch. */
  static void add(long commit, long unselected, WriteBatch batch) throws RocksDBException {
    batch.put(Names.applied(commit), Names.number(unselected));
  }

  /** Marks the commit as done, with the other files. */
  static void add(long commit, long unselected, SstFiles files) throws IOException {
    files.add(Names.applied(commit), Names.number(unselected));
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
