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
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.Store;

/**
 * Finishes what dead processes left, before anything is loaded: does at the online side what was
 * committed and not done there, then removes files that were staged or written for a commit that
 * never came. For the offline store what was committed needs no recovery: the SQL transaction was
 * all.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Metastore metastore;
  private final Store store;
  private final OnlineSide online;
  private final OnlinePublisher publisher;
  private final Leftovers others;

  /** Files beside the store's that a dead process may have left. */
  @FunctionalInterface
  public interface Leftovers {
    /** Removes, durably, what no load's record names. */
    void sweep() throws IOException;
  }

  /** Recovers both stores, and what else a load leaves. */
  public Recovery(
      Metastore metastore,
      Store store,
      OnlineSide online,
      OnlinePublisher publisher,
      Leftovers others) {
    this.metastore = metastore;
    this.store = store;
    this.online = online;
    this.publisher = publisher;
    this.others = others;
  }

  /**
   * Whether an earlier life ended without cleaning up after itself. STORES_APART if both stores are
   * not of one time: then nothing may be recorded.
   */
  public boolean needed() {
    try {
      online.requireSameTime();
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online store");
    }
    return !metastore.touchedBefore(Long.MAX_VALUE).isEmpty()
        || !metastore.onlineChanges().isEmpty()
        || hasStaged();
  }

  private boolean hasStaged() {
    try {
      return online.hasStaged();
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online store");
    }
  }

  /** Sweeps every table that an earlier life touched. Idempotent; {@code current} is this life. */
  public void run(long current) {
    publisher.publish();
    List<Metastore.Touched> found = metastore.touchedBefore(current);
    sweepOthers(current);
    for (Metastore.Touched touched : found) {
      try {
        if (sweep(touched, current)) {
          store.settle();
          metastore.untouch(touched);
        }
      } catch (IOException e) {
        throw IoFailures.explain(e, touched.table().toString());
      } catch (PlimsollException e) {
        if (e.code() != ErrorCode.DATA_DIRECTORY_MOVED) {
          throw e;
        }
        LOG.warn("{} is not swept: {}", touched.table(), e.getMessage()); // its note stays
      }
    }
  }

  /** Before the first note of an epoch is dropped: after that nobody would look again. */
  private void sweepOthers(long current) {
    try {
      others.sweep();
      store.sweepScratch(current);
      online.sweep(current, metastore.onlineChanges());
    } catch (IOException e) {
      throw IoFailures.explain(e, "files of dead loads");
    }
  }

  /**
   * Only a table that we dropped or never made has no row. One with a row and no pointer was
   * dropped or renamed by another engine: its files may be in use under a name that we do not know.
   *
   * @return false if a later start must look again
   */
  private boolean sweep(Metastore.Touched touched, long current) throws IOException {
    Optional<Table> found = Tables.find(metastore, touched.table(), touched.tableId());
    if (found.isEmpty()) {
      store.drop(touched.table(), touched.tableId());
      return true;
    }
    Table table = found.get();
    Optional<String> pointer = metastore.pointer(table.name());
    if (pointer.isEmpty()) {
      LOG.warn("{}: another engine removed its pointer; its files are left alone", table.name());
      return false;
    }
    List<String> removed = store.sweep(table, pointer.get(), current);
    if (!removed.isEmpty()) {
      LOG.info("{}: removed {} files that were never committed", table.name(), removed.size());
    }
    return true;
  }
}
