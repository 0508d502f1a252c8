package plimsoll.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * Forms groups: while one commit runs, the loads that become ready wait, and the next commit takes
 * them all. So one load alone waits for nobody, and many small ones share one transaction.
 */
public final class Committer implements AutoCloseable {
  private static final int MOST_IN_GROUP = 512;

  private final GroupCommit commit;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile int lastGroup;

  private record Waiting(@Nullable PreparedLoad load, CompletableFuture<CommitOutcome> outcome) {}

  /** Starts its thread. */
  public Committer(GroupCommit commit) {
    this.commit = commit;
    this.thread = new Thread(this::run, "plimsoll-commit");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Commits a load with whichever others are ready; returns when its outcome is known. An {@link
   * Error} of the commit thread is thrown here too: what came of the load is not known then.
   */
  public CommitOutcome commit(PreparedLoad load) {
    Waiting waiting = new Waiting(load, new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        return CommitOutcome.failed(load, ErrorCode.SHUTTING_DOWN.with());
      }
      queue.add(waiting);
    }
    try {
      CommitOutcome outcome = waiting.outcome().join();
      return load.online().isEmpty() ? outcome : commit.show(outcome);
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Loads in the newest group; for metrics. */
  public int lastGroupSize() {
    return lastGroup;
  }

  /** Loads that wait for the next group; for metrics. */
  public int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting> group = new ArrayList<>();
    boolean go = true;
    while (go) {
      group.clear();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(group, MOST_IN_GROUP - 1);
      go = group.stream().noneMatch(waiting -> waiting.load() == null);
      commitGroup(group);
    }
  }

  private void commitGroup(List<Waiting> group) {
    List<Waiting> waiting = group.stream().filter(one -> one.load() != null).toList();
    List<PreparedLoad> loads = new ArrayList<>();
    for (Waiting one : waiting) {
      PreparedLoad load = one.load();
      if (load != null) {
        loads.add(load);
      }
    }
    if (loads.isEmpty()) {
      return;
    }
    lastGroup = loads.size();
    try {
      List<CommitOutcome> outcomes = commit.commit(loads);
      for (int i = 0; i < loads.size(); i++) {
        waiting.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (RuntimeException e) {
      PlimsollException failure =
          e instanceof PlimsollException known
              ? known
              : ErrorCode.BROKEN_INVARIANT.because(e, e.toString());
      waiting.forEach(
          one ->
              one.outcome()
                  .complete(
                      new CommitOutcome(
                          java.util.Objects.requireNonNull(one.load()).record(),
                          failure,
                          java.util.Optional.empty())));
    } catch (Error e) {
      // Memory, stack or a class was missing: those loads cannot be told, later ones can go on.
      waiting.forEach(one -> one.outcome().completeExceptionally(e));
    }
  }

  /** Commits what waits, then ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      queue.add(new Waiting(null, new CompletableFuture<>()));
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
