package plimsoll.commit;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.write.Store;

/**
 * One life of the process that owns a data directory. Its number is in every load id and file name,
 * so that what a dead process left can be told from what is at work. Opened by the first load, so
 * that reading costs no write.
 */
public final class Epoch {
  private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);
  private static final int COUNTER_BITS = 32;
  private static final long NONE = -1;
  private static final long MOST_LOADS = (1L << COUNTER_BITS) - 1;

  private final Metastore metastore;
  private final long mostLoads;
  private final Set<Metastore.Touched> touched = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unclean = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Ids ids;

  /** Ids of one number; those of a life that gives very many go on with a new number. */
  private record Ids(long number, AtomicLong given) {}

  /** Not opened yet. */
  public Epoch(Metastore metastore) {
    this(metastore, MOST_LOADS);
  }

  /** As above, with a new number after each {@code mostLoads} load ids: at most 2^32 - 1. */
  public Epoch(Metastore metastore, long mostLoads) {
    this.metastore = metastore;
    this.mostLoads = mostLoads;
  }

  /** Whether anything was loaded, or was about to be, in this life. */
  public boolean isOpen() {
    return ids != null;
  }

  /** This life's number; its latest, if it needed several. */
  public long number() {
    return ids().number();
  }

  private Ids ids() {
    Ids open = ids;
    return open != null ? open : open(NONE);
  }

  /** Ids of the number after {@code used}, unless another thread has begun them. */
  private synchronized Ids open(long used) {
    Ids current = ids;
    if (current == null || current.number() == used) {
      current = new Ids(metastore.openEpoch(), new AtomicLong());
      ids = current;
    }
    return current;
  }

  /** A new load id: unique for ever in this data directory, below 2^53 for two million starts. */
  public long nextLoadId() {
    Ids current = ids();
    long next = current.given().incrementAndGet();
    while (next > mostLoads) {
      current = open(current.number());
      next = current.given().incrementAndGet();
    }
    return current.number() << COUNTER_BITS | next;
  }

  /** Begins the names of a load's files. */
  public String fileTag(long loadId) {
    return String.format(Locale.ROOT, "%d-%d", loadId >>> COUNTER_BITS, loadId & MOST_LOADS);
  }

  /** Must be called before the first file of a table is written in this life. */
  public void touch(TableName name, UUID tableId) {
    Metastore.Touched touch = new Metastore.Touched(number(), name, tableId);
    if (!touched.contains(touch)) {
      metastore.touch(touch);
      touched.add(touch);
    }
  }

  /** As {@link #touch(TableName, UUID)}. */
  public void touch(Table table) {
    touch(table.home(), table.id());
  }

  /** Files of that table could not be removed: the next start sweeps it, however this life ends. */
  public void leaveToNextStart(UUID tableId) {
    unclean.add(tableId);
  }

  /** A clean end: but for what was left to the next start, no file of this life lacks an owner. */
  public void closeCleanly(Store store) {
    try {
      store.settle();
    } catch (IOException e) {
      LOG.warn("Some files could not be removed; the next start looks for them", e);
      return;
    }
    for (Metastore.Touched touch : touched) {
      if (!unclean.contains(touch.tableId())) {
        metastore.untouch(touch);
      }
    }
    touched.clear();
  }
}
