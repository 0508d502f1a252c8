package plimsoll.commit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.model.Table;
import plimsoll.pipeline.write.Store;

/**
 * Removes what dead processes left: files that were staged or written for a commit that never came.
 * Runs before anything is loaded. What was committed needs no recovery: the SQL transaction was
 * all.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Metastore metastore;
  private final Store store;

  /** Recovers that store. */
  public Recovery(Metastore metastore, Store store) {
    this.metastore = metastore;
    this.store = store;
  }

  /** Whether an earlier life ended without cleaning up after itself. */
  public boolean needed() {
    return !metastore.touchedBefore(Long.MAX_VALUE).isEmpty();
  }

  /** Sweeps every table that an earlier life touched. Idempotent; {@code current} is this life. */
  public void run(long current) {
    for (Metastore.Touched touched : metastore.touchedBefore(current)) {
      try {
        sweep(touched, current);
        store.settle();
      } catch (IOException e) {
        throw IoFailures.explain(e, touched.table().toString());
      } catch (PlimsollException e) {
        if (e.code() != ErrorCode.DATA_DIRECTORY_MOVED) {
          throw e;
        }
        LOG.warn("{} is not swept: {}", touched.table(), e.getMessage());
        continue; // its note stays, so a later start looks again
      }
      metastore.untouch(touched);
    }
  }

  private void sweep(Metastore.Touched touched, long current) throws IOException {
    Optional<Table> found = Tables.find(metastore, touched.table(), touched.tableId());
    if (found.isEmpty()) {
      store.drop(touched.table(), touched.tableId());
      return;
    }
    Table table = found.get();
    Optional<String> pointer = metastore.pointer(table.name());
    if (pointer.isEmpty()) {
      LOG.warn("{}: another engine removed its pointer; its files are left alone", table.name());
      return;
    }
    List<String> removed = store.sweep(table, pointer.get(), current);
    if (!removed.isEmpty()) {
      LOG.info("{}: removed {} files that were never committed", table.name(), removed.size());
    }
  }
}
