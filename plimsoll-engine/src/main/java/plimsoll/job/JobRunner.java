package plimsoll.job;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * Runs jobs, a few at a time, in the order in which they came.
 *
 * <p>A job that the stop of a server cuts off stays RUNNING where jobs are remembered, and runs
 * again at the next start: a load is done whole or not at all, and under its label once. An export
 * fails then, as nothing tells whether its file had been written.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final String CUT_OFF =
      "The server stopped while it ran. Its file is there whole, or not at all: look, and submit it"
          + " again if it is not.";
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(20);
  private static final Duration STOP_WAIT = Duration.ofSeconds(60);

  private final Jobs jobs;
  private final Predicate<JobOrder.Load> committed;
  private final int mostWaiting;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<Long, Running> running = new HashMap<>(); // guarded by this
  private @Nullable Work work; // guarded by this
  private int waiting; // guarded by this
  private volatile boolean closing;

  /** Makes what runs a job. */
  @FunctionalInterface
  public interface Work {
    /** The job's statement, ready to run. */
    Task task(Job job);
  }

  /** A statement to be run once. */
  public interface Task {
    /** Runs it to its end; whatever it throws is why it failed. */
    void run();

    /** Makes it fail with that reason as soon as it can; from any thread, at any time. */
    void stop(PlimsollException reason);
  }

  /** How many jobs there may be. */
  public record Limits(int running, int waiting) {}

  private static final class Running {
    final Job job;
    final Task task;
    boolean stopped; // guarded by the runner

    Running(Job job, Task task) {
      this.job = job;
      this.task = task;
    }
  }

  /**
   * A runner that runs nothing yet.
   *
   * @param committed whether a load of that name is decided
   */
  public JobRunner(
      Jobs jobs,
      Predicate<JobOrder.Load> committed,
      Limits limits,
      Clock clock,
      ThreadFactory made) {
    this.jobs = jobs;
    this.committed = committed;
    this.mostWaiting = limits.waiting();
    this.clock = clock;
    this.threads = new ScheduledThreadPoolExecutor(limits.running(), made);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Takes jobs from now on, and goes on with those that are not over, oldest first. */
  public synchronized void begin(Work newWork) {
    work = newWork;
    for (Job job : jobs.unfinished()) {
      if (job.state() == JobState.RUNNING && job.order().load() == null) {
        jobs.end(job.id(), JobState.RUNNING, JobState.FAILED, clock.instant(), CUT_OFF);
      } else {
        enqueue(job.id());
      }
    }
  }

  /**
   * Records a job and has it run in its turn.
   *
   * @return as it was recorded: it outlives this process
   * @throws PlimsollException REFUSED if no server runs here, TOO_MANY_JOBS
   */
  public Job submit(JobOrder order) {
    synchronized (this) {
      if (work == null) {
        throw ErrorCode.REFUSED.with(
            "Only a server runs jobs, and this command works without one. SET sync_job = true runs"
                + " the statement now.");
      }
      if (closing) {
        throw ErrorCode.SHUTTING_DOWN.with();
      }
      if (waiting >= mostWaiting) {
        throw ErrorCode.TOO_MANY_JOBS.with(waiting, mostWaiting);
      }
    }
    Job job = jobs.submit(order, clock.instant());
    synchronized (this) {
      if (!closing) { // else the next start finds it
        enqueue(job.id());
      }
    }
    return job;
  }

  private synchronized void enqueue(long id) {
    waiting++;
    threads.execute(() -> take(id));
  }

  /** What fails here is the metastore, which may be back later. */
  private void take(long id) {
    try {
      Running mine = begin(id);
      if (mine != null) {
        run(mine);
      }
    } catch (PlimsollException e) {
      LOG.warn("Job {} could not be begun; it is tried again", id, e);
      retry(id);
    }
  }

  private synchronized void retry(long id) {
    if (!closing) {
      var unused = threads.schedule(() -> take(id), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Null if there is nothing to run: it was stopped while it waited, or the server stops. */
  private synchronized @Nullable Running begin(long id) {
    if (closing || work == null) {
      return null;
    }
    Optional<Job> job = jobs.start(id, clock.instant());
    waiting--;
    if (job.isEmpty()) {
      return null;
    }
    Running mine = new Running(job.get(), work.task(job.get()));
    running.put(id, mine);
    return mine;
  }

  private void run(Running mine) {
    try {
      End end = outcome(mine);
      if (end != null) {
        record(mine.job.id(), end);
      }
    } finally {
      synchronized (this) {
        running.remove(mine.job.id());
        notifyAll();
      }
    }
  }

  private record End(JobState state, String error) {}

  /** Null if it is left to the next start. */
  private @Nullable End outcome(Running mine) {
    try {
      JobOrder.Load load = mine.job.order().load();
      if (load == null || !committed.test(load)) {
        mine.task.run();
      }
      return new End(JobState.FINISHED, "");
    } catch (PlimsollException e) {
      if (closing || e.code() == ErrorCode.UNKNOWN_OUTCOME) {
        LOG.info("Job {} is left to the next start: {}", mine.job.id(), e.getMessage());
        return null;
      }
      return new End(isStopped(mine) ? JobState.STOPPED : JobState.FAILED, text(e));
    } catch (RuntimeException | Error e) {
      LOG.error("Job {} failed", mine.job.id(), e);
      return new End(JobState.FAILED, text(ErrorCode.BROKEN_INVARIANT.because(e, e.toString())));
    }
  }

  private static String text(PlimsollException e) {
    return String.valueOf(e.getMessage());
  }

  private synchronized boolean isStopped(Running mine) {
    return mine.stopped;
  }

  /**
   * It is over; until that is recorded it holds its place, so that a restart is all that forgets.
   */
  private void record(long id, End end) {
    while (!closing) {
      try {
        jobs.end(id, JobState.RUNNING, end.state, clock.instant(), end.error);
        return;
      } catch (PlimsollException e) {
        LOG.warn("The end of job {} could not be recorded; it is tried again", id, e);
        pause();
      }
    }
    recordLast(id, end);
  }

  private void recordLast(long id, End end) {
    try {
      jobs.end(id, JobState.RUNNING, end.state, clock.instant(), end.error);
    } catch (PlimsollException e) {
      LOG.warn("The end of job {} could not be recorded; the next start looks again", id, e);
    }
  }

  private synchronized void pause() {
    await(RETRY, () -> closing);
  }

  /**
   * Stops a job that is not over, and waits for a while until it is. One whose load is being
   * committed finishes.
   *
   * @param by who stops it
   * @return as it is then
   * @throws PlimsollException UNKNOWN_JOB
   */
  public Job stop(long id, String by) {
    String why = "Stopped by " + by + ".";
    synchronized (this) {
      Running one = running.get(id);
      if (one == null) {
        jobs.end(id, JobState.SUBMITTED, JobState.STOPPED, clock.instant(), why);
      } else {
        one.stopped = true;
        one.task.stop(ErrorCode.CANCELLED.with(why));
        await(STOP_WAIT, () -> !running.containsKey(id));
      }
    }
    return jobs.find(id).orElseThrow(() -> ErrorCode.UNKNOWN_JOB.with(id));
  }

  private synchronized void await(Duration most, BooleanSupplier until) {
    long end = System.nanoTime() + most.toNanos();
    try {
      long left = most.toMillis();
      while (left > 0 && !until.getAsBoolean()) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops what runs, for the next start to run it again. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      running.values().forEach(one -> one.task.stop(ErrorCode.SHUTTING_DOWN.with()));
      notifyAll();
    }
    threads.shutdown(); // no interrupts: they would close files that others use
    try {
      if (!threads.awaitTermination(CLOSE_GRACE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("A job did not stop; the next start runs it again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
