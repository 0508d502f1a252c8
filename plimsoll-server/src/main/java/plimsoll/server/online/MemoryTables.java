package plimsoll.server.online;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.OnlineOptions;
import plimsoll.model.Table;
import plimsoll.online.RocksOnline;

/**
 * Tables with {@code storage_mode='Memory'}: their online rows are read into the cache in the
 * background, once after a start and again when a load brought files. For one thread at a time.
 */
public final class MemoryTables {
  private static final int MOST_TRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(MemoryTables.class);

  private final Supplier<List<Table>> tables;
  private final RocksOnline online;
  private final Set<UUID> cold = new HashSet<>();
  private boolean begun;
  private int failures;

  /**
   * Nothing is read yet.
   *
   * @param tables those with an online side
   */
  public MemoryTables(Supplier<List<Table>> tables, RocksOnline online) {
    this.tables = tables;
    this.online = online;
  }

  /**
   * Reads what is new. What fails is read from disk when somebody asks for it.
   *
   * @param goesOn asked now and then: false ends it
   */
  public void readAhead(BooleanSupplier goesOn) {
    cold.addAll(online.takeCold());
    if (begun && cold.isEmpty()) {
      return;
    }
    try {
      List<Table> wanted =
          tables.get().stream()
              .filter(MemoryTables::isInMemory)
              .filter(table -> !begun || cold.contains(table.id()))
              .toList();
      online.readAhead(wanted, goesOn).forEach(MemoryTables::tellFull);
      done();
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.SHUTTING_DOWN) {
        failed(e);
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void done() {
    begun = true;
    cold.clear();
    failures = 0;
  }

  /** Tried again, but not for ever. */
  private void failed(Exception e) {
    LOG.warn("Reading tables into memory failed; they are read from disk when asked for", e);
    if (++failures == MOST_TRIES) {
      done();
    }
  }

  private static boolean isInMemory(Table table) {
    return OnlineOptions.of(table).storage() == OnlineOptions.Storage.MEMORY;
  }

  private static void tellFull(Table table) {
    LOG.info(
        "Online rows of {} do not all fit into memory; online_cache_size is too small for the tables"
            + " with storage_mode='Memory'",
        table.name());
  }
}
