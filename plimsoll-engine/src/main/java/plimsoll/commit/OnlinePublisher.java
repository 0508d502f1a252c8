package plimsoll.commit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.IoFailures;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.pipeline.write.OnlineSide;

/**
 * Does at the online side what commits decided, from their records: right behind each commit, and
 * again after a crash or a failure. So there is one way, and it is always the one of recovery.
 */
public final class OnlinePublisher {
  private static final Logger LOG = LoggerFactory.getLogger(OnlinePublisher.class);

  /** So often commits are not made to wait for what is published. */
  private static final int PATIENT_TRIES = 20;

  private final Metastore metastore;
  private final OnlineSide online;
  private final Object recording = new Object(); // as long as a transaction takes
  private final Object publishing = new Object(); // as long as the online side takes
  private volatile boolean behind;

  /** Publishes what that metastore holds. */
  public OnlinePublisher(Metastore metastore, OnlineSide online) {
    this.metastore = metastore;
    this.online = online;
  }

  /**
   * Does all that was decided and not done yet, in the order of the commits.
   *
   * @return what was done, by load
   * @throws plimsoll.error.PlimsollException if it could not be done now, or not be recorded;
   *     {@link #catchUp} tries again
   */
  public Map<Long, OnlineDone> publish() {
    synchronized (publishing) {
      behind = false; // before looking: what is recorded from now on sets it again
      try {
        return publishAll();
      } catch (RuntimeException | Error e) {
        behind = true;
        throw e;
      }
    }
  }

  private Map<Long, OnlineDone> publishAll() {
    List<OnlineChange> changes = metastore.onlineChanges();
    Map<Long, OnlineDone> byLoad = new HashMap<>();
    if (!changes.isEmpty()) {
      List<OnlineDone> done = apply(changes);
      metastore.onlineDone(done);
      settle(changes);
      done.forEach(one -> byLoad.put(one.change().loadId(), one));
    }
    return byLoad;
  }

  /**
   * Runs what may record changes, one at a time: so no table gets other columns between the look at
   * them and the record. What it recorded is published by {@link #catchUp} if by nobody before,
   * also if it was not known whether it did.
   */
  void recording(Runnable work) {
    synchronized (recording) {
      try {
        work.run();
      } finally {
        behind = true;
      }
    }
  }

  /**
   * Runs work at a moment when all that was decided about online sides is done, and nothing is
   * decided meanwhile: so what both sides of a table show then belongs together. Commits wait for
   * the work, and, where they come one upon the other, for what the last of them decided.
   *
   * @param goOn throws what ends the waiting
   * @throws plimsoll.error.PlimsollException as {@link #publish}
   */
  public <T> T atRest(Runnable goOn, Supplier<T> work) {
    for (int tries = 0; tries < PATIENT_TRIES; tries++) {
      goOn.run();
      publish();
      synchronized (recording) {
        if (metastore.onlineChanges().isEmpty()) {
          return work.get();
        }
      }
    }
    synchronized (recording) {
      publish();
      return work.get();
    }
  }

  private List<OnlineDone> apply(List<OnlineChange> changes) {
    try {
      return online.apply(changes, metastore::table);
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online store");
    }
  }

  /** All is visible and recorded: what cannot be removed now is swept at the next start. */
  private void settle(List<OnlineChange> changes) {
    try {
      online.settle(changes);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Files of loads that are visible could not be removed; they are swept later", e);
    }
  }

  /** Tries again what failed; a failure now is tried again later. */
  public void catchUp() {
    if (!behind) {
      return;
    }
    try {
      if (!publish().isEmpty()) {
        LOG.info("The online store has caught up with the commits");
      }
    } catch (RuntimeException | Error e) { // its timer must go on
      LOG.warn("The online store is behind the commits; it is tried again", e);
    }
  }
}
