package plimsoll.load;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.RejectedRow;
import plimsoll.model.Staged;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.write.Destination;

/** Reads what a load would bring, for somebody else than a store: nothing of it is recorded. */
public final class PlannedRows {
  private static final Logger LOG = LoggerFactory.getLogger(PlannedRows.class);

  private final LocalExecutor executor;

  /** Reads with those workers. */
  public PlannedRows(LocalExecutor executor) {
    this.executor = executor;
  }

  /**
   * Reads all rows into a destination, and closes the plan's rows.
   *
   * @param progress counts, and stops it
   * @return what each worker wrote
   * @throws plimsoll.error.PlimsollException LINK_UNREADABLE if any row is bad; nothing stays then
   */
  public List<Staged> read(LoadPlan plan, Destination destination, Progress progress) {
    RejectGroups bad = new RejectGroups(progress);
    List<Staged> staged = read(plan, destination, bad, progress);
    if (progress.filtered() > 0) {
      discard(staged, destination);
      RejectedRow first = bad.groups().get(0).first().get(0);
      throw ErrorCode.LINK_UNREADABLE.with(
          plan.table().name(), progress.filtered(), first.source(), first.line(), first.reason());
    }
    return staged;
  }

  /**
   * As above, without the rows that are bad.
   *
   * @param rejects takes those
   */
  public List<Staged> read(
      LoadPlan plan, Destination destination, RejectLog rejects, Progress progress) {
    try {
      return executor.run(
          new LocalExecutor.Work(
              plan.table().name(),
              plan.table().schema(),
              plan.rows(),
              plan.mapping(),
              plan.bounds().memoryBytes(),
              plan.bounds().workers()),
          destination,
          rejects,
          progress);
    } finally {
      try {
        plan.rows().close();
      } catch (IOException e) {
        LOG.warn("Closing {} failed", plan.rows().describe(), e);
      }
    }
  }

  private static void discard(List<Staged> staged, Destination destination) {
    for (Staged one : staged) {
      try {
        destination.discard(one);
      } catch (IOException e) {
        LOG.warn("Removing {} failed", one.paths(), e);
      }
    }
  }
}
