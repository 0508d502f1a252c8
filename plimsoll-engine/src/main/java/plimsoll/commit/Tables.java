package plimsoll.commit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.write.Store;

/**
 * Creates and drops tables in metastore and store. The metastore decides: a table exists from the
 * moment its row does, and files without a row are swept at the next start, since every step here
 * first notes which table it is about to touch.
 */
public final class Tables {
  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

  private final Metastore metastore;
  private final Store store;
  private final Epoch epoch;

  /** Tables of that catalog. */
  public Tables(Metastore metastore, Store store, Epoch epoch) {
    this.metastore = metastore;
    this.store = store;
    this.epoch = epoch;
  }

  /**
   * The table of that identity: by the name it had, else under whatever name it has now. Files of a
   * table may be removed only if this finds none.
   */
  public static Optional<Table> find(Metastore metastore, TableName lastName, UUID id) {
    Optional<Table> same = metastore.table(lastName).filter(found -> found.id().equals(id));
    if (same.isPresent()) {
      return same;
    }
    return metastore.databases().stream()
        .flatMap(database -> metastore.tables(database).stream())
        .filter(found -> found.id().equals(id))
        .findFirst();
  }

  /** Creates an empty table. TABLE_EXISTS, UNKNOWN_DATABASE; nothing is left behind then. */
  public void create(Table table) {
    epoch.touch(table);
    try {
      PointerChange first = store.create(table);
      metastore.createTable(table, first);
    } catch (IOException e) {
      removeFiles(table);
      throw IoFailures.explain(e, table.name().toString());
    } catch (PlimsollException e) {
      removeFiles(table);
      throw e;
    } catch (RuntimeException e) {
      epoch.leaveToNextStart(table.id()); // perhaps the table exists
      throw e;
    }
  }

  /** Drops a table: it is gone when this returns, its files soon after. */
  public void drop(Table table) {
    epoch.touch(table);
    try {
      metastore.dropTable(table.name(), table.id());
    } catch (PlimsollException e) {
      throw e;
    } catch (RuntimeException e) {
      epoch.leaveToNextStart(table.id()); // perhaps it is gone, and its files are nobody's
      throw e;
    }
    removeFiles(table);
  }

  /** Drops a database with all its tables. */
  public void dropDatabase(String database) {
    List<Table> tables = metastore.tables(database);
    tables.forEach(this::drop);
    metastore.dropDatabase(database);
  }

  private void removeFiles(Table table) {
    try {
      store.drop(table.name(), table.id());
    } catch (IOException e) {
      epoch.leaveToNextStart(table.id());
      LOG.warn("Files of {} are left for the next start to remove", table.name(), e);
    }
  }
}
