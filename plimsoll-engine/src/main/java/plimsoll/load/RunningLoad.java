package plimsoll.load;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.CommitTicket;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;

/** A load between its beginning and its answer. Any thread may look at it or stop it. */
public final class RunningLoad {
  /** The reason of a load that its user cancelled; clients look for these words. */
  public static final String USER_CANCEL = "user cancel";

  private static final Logger LOG = LoggerFactory.getLogger(RunningLoad.class);

  private final long id;
  private final LoadPlan plan;
  private final Instant started;
  private final Progress progress;
  private final CommitTicket ticket = new CommitTicket();
  private volatile boolean prepared;

  RunningLoad(long id, LoadPlan plan, Instant started, Progress progress) {
    this.id = id;
    this.plan = plan;
    this.started = started;
    this.progress = progress;
  }

  /** Load id. */
  public long id() {
    return id;
  }

  /** What it does. */
  public LoadPlan plan() {
    return plan;
  }

  /** When it began. */
  public Instant started() {
    return started;
  }

  /** How far it is. */
  public Progress progress() {
    return progress;
  }

  /** Whether all its files are staged and it waits for its commit. */
  public boolean prepared() {
    return prepared;
  }

  /** PREPARE while it reads and writes, PREPARED while it waits for its commit. */
  public LoadState state() {
    return prepared ? LoadState.PREPARED : LoadState.PREPARE;
  }

  /** What is known of it now; it has not finished, so it finishes when it started. */
  public LoadRecord record() {
    Requester requester = plan.requester();
    return new LoadRecord(
        id,
        plan.table().name().database(),
        plan.label(),
        state(),
        plan.kind(),
        List.of(plan.table().name()),
        counts(),
        new LoadTimes(started, started, plan.planMillis(), progress.readMillis(), 0, 0),
        null,
        "",
        requester.user(),
        requester.origin(),
        plan.rows().describe(),
        requester.statement(),
        String.join("\n", requester.details()),
        null,
        plan.parent());
  }

  /** Rows and bytes so far; nothing is staged for good yet. */
  LoadCounts counts() {
    return new LoadCounts(
        progress.loaded(),
        progress.filtered(),
        0,
        progress.nulled(),
        progress.sourceBytes(),
        0,
        progress.lenience());
  }

  void becomePrepared() {
    prepared = true;
  }

  CommitTicket ticket() {
    return ticket;
  }

  /**
   * Stops it at its next batch, waking a read that waits.
   *
   * @return false if it is too late: the commit has it, or it was stopped already
   */
  public boolean stop(PlimsollException reason) {
    if (!ticket.stop(reason)) {
      return false;
    }
    progress.stop(reason);
    try {
      plan.rows().close();
    } catch (IOException e) {
      LOG.debug("Closing the source of {} failed", plan.label(), e); // it is being given up anyway
    }
    return true;
  }
}
