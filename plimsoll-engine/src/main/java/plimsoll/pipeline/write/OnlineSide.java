package plimsoll.pipeline.write;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;

/**
 * Rows by key and time: the online side of tables. Nothing that is staged is seen before its {@link
 * OnlineChange}, which a commit recorded, is done here; a change is whole or absent.
 */
public interface OnlineSide extends Closeable {
  /**
   * The columns as rows have to be checked: what orders rows is never NULL.
   *
   * @throws plimsoll.error.PlimsollException BAD_SCHEMA if no column of the table can be a key
   */
  Schema checkedSchema(Table table);

  /**
   * A writer for one worker.
   *
   * @param worker its number in the load, from 0
   * @param fileTag begins every file name: {@code <epoch>-<load id>-<worker>}
   */
  StoreWriter writer(Load load, int worker, String fileTag) throws IOException;

  /**
   * Makes what all workers staged durable, and one. What they staged belongs to the result then, or
   * is gone.
   *
   * @param staged at least one
   * @param fileTag begins every file name
   */
  StagedOnline prepare(Load load, List<Staged> staged, String fileTag) throws IOException;

  /**
   * Does changes, in the order of their numbers; those that were done before are not done again.
   * Durable when it returns.
   *
   * @param tables finds a table by its identity; empty for one that was dropped
   * @return what came of each, in the order given
   */
  List<OnlineDone> apply(List<OnlineChange> changes, Function<UUID, Optional<Table>> tables)
      throws IOException;

  /**
   * Those changes, and all before them, will not come again: frees what was kept of them.
   *
   * @param changes in the order of their numbers; at least one
   */
  void settle(List<OnlineChange> changes) throws IOException;

  /** Removes what was staged for a load that comes to nothing. */
  void discard(Staged staged) throws IOException;

  /**
   * Looks, before anything is recorded for it, whether it is of the time of the metastore.
   *
   * @throws plimsoll.error.PlimsollException STORES_APART
   */
  void requireSameTime() throws IOException;

  /** Whether anything is staged: at a start, something that {@link #sweep} has to look at. */
  boolean hasStaged() throws IOException;

  /**
   * Removes files of loads that came to nothing because their server died.
   *
   * @param deadBefore files whose name starts with a smaller epoch are candidates
   * @param pending changes that are recorded and not done yet: their files stay
   */
  void sweep(long deadBefore, List<OnlineChange> pending) throws IOException;

  /**
   * A load's way in.
   *
   * @param table where it goes
   * @param id the load
   * @param arrivalMicros when its rows came, in microseconds since 1970-01-01
   * @param putIfAbsent whether rows that are there already are left out
   */
  record Load(Table table, long id, long arrivalMicros, boolean putIfAbsent) {}
}
