package plimsoll.job;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *
 * <p>No lock is held while the metastore is asked: it may take minutes to answer.
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
  private final Duration retry;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<Long, Open> open = new HashMap<>(); // guarded by this
  private int submitting; // guarded by this
  private volatile @Nullable Work work;
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

  /** A job from its submission until its end is recorded; guarded by the runner. */
  private static final class Open {
    final long id;
    boolean taken; // some thread works on it; else it waits
    @Nullable Task task; // while its statement runs
    @Nullable PlimsollException stopped; // that somebody wants it stopped

    Open(long id) {
      this.id = id;
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
    this(jobs, committed, limits, clock, made, RETRY);
  }

  /** As the other; {@code retry}: how long after a failure the metastore is asked again. */
  public JobRunner(
      Jobs jobs,
      Predicate<JobOrder.Load> committed,
      Limits limits,
      Clock clock,
      ThreadFactory made,
      Duration retry) {
    this.jobs = jobs;
    this.committed = committed;
    this.mostWaiting = limits.waiting();
    this.clock = clock;
    this.retry = retry;
    this.threads = new ScheduledThreadPoolExecutor(limits.running(), made);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  // ---- a job comes

  /** Takes jobs from now on, and goes on with those that are not over, oldest first. */
  public void begin(Work newWork) {
    List<Job> left = new ArrayList<>();
    for (Job job : jobs.unfinished()) {
      if (job.state() == JobState.RUNNING && job.order().load() == null) {
        jobs.end(job.id(), JobState.RUNNING, JobState.FAILED, clock.instant(), CUT_OFF);
      } else {
        left.add(job);
      }
    }
    work = newWork;
    left.forEach(job -> enqueue(job.id()));
  }

  /**
   * Records a job and has it run in its turn.
   *
   * @return as it was recorded: it outlives this process
   * @throws PlimsollException REFUSED if no server runs here, TOO_MANY_JOBS, METASTORE_FAILED
   */
  public Job submit(JobOrder order) {
    makeRoom();
    try {
      Job job = jobs.submit(order, clock.instant());
      enqueue(job.id());
      return job;
    } catch (PlimsollException e) {
      throw e;
    } catch (RuntimeException e) { // as Jobs says: perhaps it happened
      later(this::adopt);
      throw ErrorCode.METASTORE_FAILED.because(
          e,
          "it is not known whether the job was recorded. SHOW JOBS tells, once it answers; submit it"
              + " again only if it is not there");
    } finally {
      synchronized (this) {
        submitting--;
      }
    }
  }

  private synchronized void makeRoom() {
    if (work == null) {
      throw ErrorCode.REFUSED.with(
          "Only a server runs jobs, and this command works without one. SET sync_job = true runs the"
              + " statement now.");
    }
    if (closing) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    long waiting = submitting + open.values().stream().filter(one -> !one.taken).count();
    if (waiting >= mostWaiting) {
      throw ErrorCode.TOO_MANY_JOBS.with(waiting, mostWaiting);
    }
    submitting++;
  }

  /** What is recorded and nobody here knows, as its submission had no answer. */
  private void adopt() {
    try {
      jobs.unfinished().forEach(job -> enqueue(job.id()));
    } catch (RuntimeException e) {
      LOG.warn("Jobs could not be looked up; it is tried again", e);
      later(this::adopt);
    }
  }

  private synchronized void enqueue(long id) {
    if (!closing && open.putIfAbsent(id, new Open(id)) == null) { // else the next start finds it
      threads.execute(() -> take(id));
    }
  }

  private synchronized void later(Runnable what) {
    if (!closing) {
      var unused = threads.schedule(what, retry.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  // ---- its turn

  /** What fails here is the metastore, which may be back later. */
  private void take(long id) {
    Open mine = claim(id);
    if (mine == null) {
      return;
    }
    boolean over = false;
    try {
      over = isOver(mine);
    } catch (RuntimeException e) {
      LOG.warn("Job {} could not be run; it is tried again", id, e);
    } finally {
      giveBack(mine, over);
    }
  }

  /** Null if there is nothing to do: it is over, another thread has it, or the server stops. */
  private synchronized @Nullable Open claim(long id) {
    Open one = open.get(id);
    if (one == null || one.taken || closing) {
      return null;
    }
    one.taken = true;
    return one;
  }

  private synchronized void giveBack(Open mine, boolean over) {
    mine.taken = false;
    mine.task = null;
    if (over) {
      open.remove(mine.id);
    } else {
      later(() -> take(mine.id));
    }
    notifyAll();
  }

  /** Runs a job; false if it is left to be tried again, now or by the next start. */
  private boolean isOver(Open mine) {
    Optional<Job> begun = jobs.start(mine.id, clock.instant());
    if (begun.isEmpty()) {
      return true;
    }
    Job job = begun.get();
    if (isCommitted(job)) {
      return isRecorded(job, End.FINISHED);
    }
    End end = ran(mine, job);
    if (end.state != JobState.FINISHED && isCommitted(job)) {
      return isRecorded(job, End.FINISHED); // what failed came behind the commit
    }
    if (end.state == JobState.RUNNING) {
      LOG.info("Job {} is run again later: {}", mine.id, end.error);
      return false;
    }
    return isRecorded(job, end);
  }

  private boolean isCommitted(Job job) {
    JobOrder.Load load = job.order().load();
    return load != null && committed.test(load);
  }

  /** How a job ended; RUNNING if it was cut off. */
  private record End(JobState state, String error) {
    static final End FINISHED = new End(JobState.FINISHED, "");

    static End of(JobState state, Throwable why) {
      return new End(state, String.valueOf(why.getMessage()));
    }
  }

  private End ran(Open mine, Job job) {
    try {
      runUnlessStopped(mine, job);
      return End.FINISHED;
    } catch (PlimsollException e) {
      return End.of(stateAfter(mine, job, e), e);
    } catch (RuntimeException | Error e) {
      LOG.error("Job {} failed", mine.id, e);
      return End.of(JobState.FAILED, ErrorCode.BROKEN_INVARIANT.because(e, e.toString()));
    }
  }

  private void runUnlessStopped(Open mine, Job job) {
    requireWanted(mine);
    Task task = Objects.requireNonNull(work).task(job);
    synchronized (this) {
      requireWanted(mine);
      mine.task = task;
    }
    task.run();
  }

  private synchronized void requireWanted(Open mine) {
    if (mine.stopped != null) {
      throw mine.stopped;
    }
    if (closing) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
  }

  private synchronized JobState stateAfter(Open mine, Job job, PlimsollException failure) {
    if (mine.stopped != null) {
      return JobState.STOPPED;
    }
    boolean unknown = failure.code() == ErrorCode.UNKNOWN_OUTCOME && job.order().load() != null;
    return closing || unknown ? JobState.RUNNING : JobState.FAILED;
  }

  /**
   * Records what is over. Until that is done it holds its place, so that a restart is all that
   * forgets: then the job runs again.
   */
  private boolean isRecorded(Job job, End end) {
    while (true) {
      boolean last = closing;
      try {
        jobs.end(job.id(), job.state(), end.state, clock.instant(), end.error);
        return true;
      } catch (RuntimeException e) {
        LOG.warn("The end of job {} could not be recorded: {}", job.id(), end, e);
        if (last) {
          return false;
        }
      }
      synchronized (this) {
        await(retry, () -> closing);
      }
    }
  }

  // ---- somebody stops it

  /**
   * Stops a job that is not over, and waits for a while until it is. One whose load is committed
   * finishes.
   *
   * @param by who stops it
   * @return as it is then; RUNNING if it takes long: it is stopped nevertheless, unless the server
   *     dies before
   * @throws PlimsollException UNKNOWN_JOB
   */
  public Job stop(long id, String by) {
    PlimsollException reason = ErrorCode.CANCELLED.with("Stopped by " + by + ".");
    Open waiting = claim(id);
    if (waiting != null) {
      stopWaiting(waiting, reason);
    } else if (work == null) {
      Optional<Job> left = jobs.find(id); // no server runs: nobody else touches it
      left.filter(job -> !job.state().isFinal()).ifPresent(job -> isEnded(job, reason));
    } else {
      stopRunning(id, reason);
    }
    return jobs.find(id).orElseThrow(() -> ErrorCode.UNKNOWN_JOB.with(id));
  }

  private void stopWaiting(Open mine, PlimsollException reason) {
    synchronized (this) {
      mine.stopped = reason; // even if the metastore fails now
    }
    boolean over = false;
    try {
      Optional<Job> job = jobs.find(mine.id).filter(found -> !found.state().isFinal());
      over = job.isEmpty() || isEnded(job.get(), reason);
    } finally {
      giveBack(mine, over);
    }
  }

  private boolean isEnded(Job job, PlimsollException reason) {
    End end = isCommitted(job) ? End.FINISHED : End.of(JobState.STOPPED, reason);
    return jobs.end(job.id(), job.state(), end.state, clock.instant(), end.error);
  }

  private void stopRunning(long id, PlimsollException reason) {
    Task task = null;
    synchronized (this) {
      Open one = open.get(id);
      if (one != null) {
        one.stopped = one.stopped == null ? reason : one.stopped;
        task = one.task;
      }
    }
    if (task != null) {
      task.stop(reason);
    }
    synchronized (this) {
      await(STOP_WAIT, () -> !open.containsKey(id) || closing);
    }
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

  // ---- the server stops

  /** Stops what runs, for the next start to run it again. */
  @Override
  public void close() {
    List<Task> tasks = new ArrayList<>();
    synchronized (this) {
      closing = true;
      for (Open one : open.values()) {
        if (one.task != null) {
          tasks.add(one.task);
        }
      }
      notifyAll();
    }
    tasks.forEach(task -> task.stop(ErrorCode.SHUTTING_DOWN.with()));
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
