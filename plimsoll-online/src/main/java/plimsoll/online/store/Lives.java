package plimsoll.online.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import plimsoll.online.key.KeyLayout;

/**
 * Which incarnation of a table is alive, and which are dead but still take space. Changes are made
 * by one thread at a time, reading by any.
 */
final class Lives {
  private static final byte[] NOTHING = {};

  private final Database database;
  private final Map<UUID, Long> alive = new ConcurrentHashMap<>();
  private long last;

  Lives(Database database) throws IOException {
    this.database = database;
    byte[] number = database.get(Names.LAST_LIFE);
    last = number == null ? 0 : Names.number(number, 0);
    try (RocksIterator tables = database.db().newIterator()) {
      byte[] end = KeyLayout.behind(Names.tables());
      for (tables.seek(Names.tables());
          tables.isValid() && Arrays.compareUnsigned(tables.key(), end) < 0;
          tables.next()) {
        alive.put(Names.tableOf(tables.key()), Names.number(tables.value(), 0));
      }
      tables.status();
    } catch (RocksDBException e) {
      throw database.failed("read its tables", e);
    }
  }

  /** The table's incarnation; empty if it has none. */
  OptionalLong of(UUID table) {
    Long incarnation = alive.get(table);
    return incarnation == null ? OptionalLong.empty() : OptionalLong.of(incarnation);
  }

  /** A first incarnation of the table, durable. */
  long begin(UUID table) throws IOException {
    long life = ++last;
    try (WriteBatch batch = new WriteBatch()) {
      putLife(table, life, batch);
      database.write(batch);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
    alive.put(table, life);
    return life;
  }

  private static void putLife(UUID table, long life, WriteBatch batch) throws RocksDBException {
    batch.put(Names.LAST_LIFE, Names.number(life));
    batch.put(Names.table(table), Names.number(life));
  }

  /** Ends the table's incarnation, in a batch; a later one begins if {@code isTruncated}. */
  Runnable end(UUID table, boolean isTruncated, WriteBatch batch) throws RocksDBException {
    OptionalLong old = of(table);
    if (old.isEmpty()) {
      return () -> {};
    }
    batch.put(Names.dead(old.getAsLong()), NOTHING);
    if (!isTruncated) {
      batch.delete(Names.table(table));
      return () -> alive.remove(table);
    }
    long life = ++last;
    putLife(table, life, batch);
    return () -> alive.put(table, life);
  }

  /** Gives back the space of all dead incarnations. */
  int removeDead() throws IOException {
    List<Long> dead = dead();
    for (long incarnation : dead) {
      byte[] from = KeyLayout.incarnation(incarnation);
      byte[] to = KeyLayout.incarnation(incarnation + 1);
      database.dropFiles(from, to);
      try (WriteBatch batch = new WriteBatch()) {
        batch.deleteRange(from, to);
        batch.delete(Names.dead(incarnation));
        database.write(batch);
      } catch (RocksDBException e) {
        throw database.failed("write", e);
      }
    }
    return dead.size();
  }

  private List<Long> dead() throws IOException {
    List<Long> dead = new ArrayList<>();
    byte[] end = KeyLayout.behind(Names.deads());
    try (RocksIterator rows = database.db().newIterator()) {
      for (rows.seek(Names.deads());
          rows.isValid() && Arrays.compareUnsigned(rows.key(), end) < 0;
          rows.next()) {
        dead.add(Names.number(rows.key(), Names.deads().length));
      }
      rows.status();
    } catch (RocksDBException e) {
      throw database.failed("read", e);
    }
    return dead;
  }
}
