package plimsoll.load;

import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.CommitTicket;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;

/** A load between its beginning and its answer. Any thread may look at it or stop it. */
public final class RunningLoad {
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
