package plimsoll.server.session;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import plimsoll.error.ErrorCode;
import plimsoll.model.Table;

/** One REPAIR of a table at a time: two would bring the same rows. Safe for many threads. */
public final class RepairTurns {
  private final Set<UUID> running = ConcurrentHashMap.newKeySet();

  /**
   * Runs one.
   *
   * @throws plimsoll.error.PlimsollException REFUSED if another one runs
   */
  <T> T alone(Table table, Supplier<T> repair) {
    if (!running.add(table.id())) {
      throw ErrorCode.REFUSED.with(
          "REPAIR TABLE " + table.name() + " runs already. Wait for its end.");
    }
    try {
      return repair.get();
    } finally {
      running.remove(table.id());
    }
  }
}
