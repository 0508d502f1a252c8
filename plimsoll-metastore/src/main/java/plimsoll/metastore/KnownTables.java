package plimsoll.metastore;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * Tables as they were read last: one process at a time holds a metastore, so nobody else changes
 * them. Point reads and small loads ask for a table each time, and reading one takes nine queries.
 */
final class KnownTables {
  private static final int MOST = 10_000;

  private final AtomicInteger changes = new AtomicInteger();
  private volatile Map<TableName, Table> known = new ConcurrentHashMap<>();

  /** The table of that name, read if need be. */
  Optional<Table> find(TableName name, Supplier<Optional<Table>> read) {
    if (changes.get() > 0) {
      return read.get();
    }
    // What is read now goes where it was looked for: if a change ends meanwhile, nobody looks there
    // any more.
    Map<TableName, Table> now = known;
    Table there = now.get(name);
    if (there != null) {
      return Optional.of(there);
    }
    Optional<Table> found = read.get();
    if (now.size() < MOST) {
      found.ifPresent(table -> now.put(name, table));
    }
    return found;
  }

  /** The table of that name if it is known now, without reading. */
  Optional<Table> remembered(TableName name) {
    return changes.get() > 0 ? Optional.empty() : Optional.ofNullable(known.get(name));
  }

  /** Makes a change to tables; all are read again after it, whatever came of it. */
  void change(Runnable change) {
    changes.incrementAndGet();
    try {
      change.run();
    } finally {
      known = new ConcurrentHashMap<>();
      changes.decrementAndGet();
    }
  }
}
