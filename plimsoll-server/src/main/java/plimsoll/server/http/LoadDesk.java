package plimsoll.server.http;

import java.util.List;
import java.util.Optional;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableName;

/** Where loads are handed in, watched and cancelled. Safe for many threads. */
public interface LoadDesk {
  /**
   * The load that holds a label: one that runs (state PREPARE or PREPARED) or succeeded. Asked
   * before the body is, so that a repeat costs no transfer; {@link #load} decides for good.
   */
  Optional<LoadRecord> holder(String database, Label label);

  /**
   * Refuses a target that cannot be loaded.
   *
   * @throws plimsoll.error.PlimsollException UNKNOWN_DATABASE, UNKNOWN_TABLE
   */
  void checkTarget(TableName target);

  /**
   * Plans and runs a load on the caller's and the workers' threads; returns when it is visible or
   * gone. The request's source is read only after the plan stands and the label is reserved.
   *
   * @throws plimsoll.error.PlimsollException if it could not be planned
   */
  LoadReport load(LoadRequest request);

  /**
   * Does all of a load but the writing; nothing of it stays.
   *
   * @param request one that {@link LoadRequest#asDryRun} made
   * @throws plimsoll.error.PlimsollException if it could not be planned
   */
  DryRunReport dryRun(LoadRequest request);

  /** Asks a running load to stop. False if none of that label runs, or it is being committed. */
  boolean cancel(String database, Label label, String reason);

  /** Loads that run now, oldest first. */
  List<ActiveLoad> running();
}
