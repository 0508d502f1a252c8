package plimsoll.commit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableFacts;
import plimsoll.model.TableName;
import plimsoll.pipeline.write.Store;

/**
 * Creates and drops tables in metastore and store. The metastore decides: a table exists from the
 * moment its row does, and files without a row are swept at the next start, since every step here
 * first notes which table it is about to touch.
 */
public final class Tables {
  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
  private static final int MOST_ATTEMPTS = 100;

  private final Metastore metastore;
  private final Store store;
  private final OnlinePublisher publisher;
  private final Epoch epoch;

  /** Tables of that catalog. */
  public Tables(Metastore metastore, Store store, OnlinePublisher publisher, Epoch epoch) {
    this.metastore = metastore;
    this.store = store;
    this.publisher = publisher;
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
      publisher.recording(() -> metastore.dropTable(table.name(), table.id()));
    } catch (PlimsollException e) {
      throw e;
    } catch (RuntimeException e) {
      epoch.leaveToNextStart(table.id()); // perhaps it is gone, and its files are nobody's
      throw e;
    }
    removeFiles(table);
    removeRows(table);
  }

  /** The drop is recorded: if its rows cannot go now, they go later. */
  private void removeRows(Table table) {
    try {
      publisher.publish();
    } catch (RuntimeException e) {
      LOG.warn("Rows of {} are left in the online store for now", table.name(), e);
    }
  }

  /**
   * Changes a table's definition in one commit. Loads and other changes go on meanwhile: the change
   * is made again of what they left.
   *
   * @param change from the table as it is to the table as it shall be
   * @throws PlimsollException UNKNOWN_TABLE if it was dropped or renamed meanwhile; COMMIT_CONFLICT
   */
  public void alter(Table table, BiFunction<Table, TableFacts, Table> change) {
    epoch.touch(table);
    for (int attempt = 1; ; attempt++) {
      Table now =
          metastore
              .table(table.name())
              .filter(found -> found.id().equals(table.id()))
              .orElseThrow(() -> gone(table));
      String location = metastore.pointer(now).orElseThrow(() -> gone(table));
      try {
        if (alterOnce(now, location, change)) {
          return;
        }
      } catch (IOException e) {
        throw IoFailures.explain(e, table.name().toString());
      }
      if (attempt == MOST_ATTEMPTS) {
        throw ErrorCode.COMMIT_CONFLICT.with(table.name(), attempt);
      }
    }
  }

  private static PlimsollException gone(Table table) {
    return ErrorCode.UNKNOWN_TABLE.with(table.name(), " It was dropped or renamed.");
  }

  /** False if somebody else moved the pointer first. */
  private boolean alterOnce(Table now, String location, BiFunction<Table, TableFacts, Table> change)
      throws IOException {
    TableFacts facts = store.facts(location);
    Table after = change.apply(now, facts);
    requireSameColumns(now, after, facts);
    PointerChange moved = store.alter(now, after, location);
    try {
      publisher.recording(() -> alterTable(now, after, moved));
    } catch (Metastore.PointerMovedException e) {
      store.discard(moved);
      return false;
    } catch (PlimsollException e) {
      store.discard(moved);
      throw e;
    } catch (RuntimeException e) { // said to be unknown, or a bug: it may have happened before that
      settle(now, moved, e);
    }
    tidy(moved);
    return true;
  }

  /** Rows of soft links are read into the columns by their places or names. */
  private static void requireSameColumns(Table now, Table after, TableFacts facts) {
    boolean isSame =
        after.schema().hasRowsOf(now.schema())
            && after.schema().names().equals(now.schema().names());
    if (!isSame && !facts.contents().links().isEmpty()) {
      throw ErrorCode.UNSUPPORTED.with(
          "ALTER TABLE of the columns of a table with soft links",
          " Take them away by ALTER TABLE … DROP offline_path, and add them again.");
    }
  }

  /** Rows by key and time hold their columns one behind the other. */
  private void alterTable(Table now, Table after, PointerChange moved) {
    if (!after.schema().hasRowsOf(now.schema()) && metastore.hasOnlineSide(now.id())) {
      throw ErrorCode.UNSUPPORTED.with(
          "ALTER TABLE of the columns of a table with rows online",
          " A name can be changed. Else make a table of the new columns and load it.");
    }
    metastore.alterTable(after, moved);
  }

  /** The change has happened, whatever becomes of what it no longer needs. */
  private void tidy(PointerChange moved) {
    try {
      store.committed(moved);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Housekeeping of {} failed; it is tried again later", moved.table().name(), e);
    }
  }

  /** Returns if the change happened. While nobody knows, nothing is removed: it may be live. */
  private void settle(Table table, PointerChange moved, RuntimeException failure)
      throws IOException {
    Optional<String> pointer;
    try {
      pointer = metastore.pointer(table);
    } catch (PlimsollException e) {
      epoch.leaveToNextStart(table.id());
      failure.addSuppressed(e);
      throw unknown(table, failure);
    }
    if (pointer.filter(moved.to()::equals).isPresent()) {
      return;
    }
    if (pointer.filter(location -> location.equals(moved.from())).isPresent()
        && failure instanceof Metastore.UnknownOutcomeException) {
      store.discard(moved);
      throw ErrorCode.METASTORE_FAILED.because(
          failure, "the change of " + table.name() + " was lost");
    }
    epoch.leaveToNextStart(table.id());
    throw unknown(table, failure);
  }

  private static PlimsollException unknown(Table table, RuntimeException failure) {
    return ErrorCode.METASTORE_FAILED.because(
        failure, "whether " + table.name() + " was changed is not known; DESC shows it");
  }

  /**
   * Gives a table another name in its database; its files stay where they are.
   *
   * @throws PlimsollException TABLE_EXISTS, UNKNOWN_TABLE
   */
  public void rename(Table table, String newName) {
    epoch.touch(table);
    metastore.renameTable(table.name(), table.renamed(newName));
  }

  /** Drops a database with all its tables. */
  public void dropDatabase(String database) {
    List<Table> tables = metastore.tables(database);
    tables.forEach(this::drop);
    metastore.dropDatabase(database);
  }

  private void removeFiles(Table table) {
    try {
      store.drop(table.home(), table.id());
    } catch (IOException e) {
      epoch.leaveToNextStart(table.id());
      LOG.warn("Files of {} are left for the next start to remove", table.name(), e);
    }
  }
}
