package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.access.UserName;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobRunner;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;
import plimsoll.model.Label;

/** Jobs wait, run, are stopped, and are found again by the next life of the server. */
class JobRunnerTest {
  private static final Duration RETRY = Duration.ofMillis(20);

  private final ModelJobs jobs = new ModelJobs();
  private final FailingJobs failing = new FailingJobs(jobs);
  private final Set<String> committed = Collections.synchronizedSet(new HashSet<>());
  private final Map<Long, Scripted> tasks = new ConcurrentHashMap<>();
  private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<JobRunner> runners = new ArrayList<>();
  private volatile boolean lookupFails;

  /** A statement that does what the test says, when it says it. */
  private static final class Scripted implements JobRunner.Task {
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    final CompletableFuture<PlimsollException> asked = new CompletableFuture<>();
    volatile boolean slow; // ends when the test says so, not when it is asked to

    @Override
    public void run() {
      Throwable failure;
      try {
        failure = end.get(30, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new AssertionError(e);
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }

    @Override
    public void stop(PlimsollException reason) {
      asked.complete(reason);
      if (!slow) {
        end.complete(reason);
      }
    }
  }

  @AfterEach
  void close() {
    runners.forEach(JobRunner::close);
  }

  private JobRunner runner(int running, int waiting) {
    JobRunner runner =
        new JobRunner(
            failing,
            this::isCommitted,
            new JobRunner.Limits(running, waiting),
            Clock.systemUTC(),
            Thread::new,
            RETRY);
    runners.add(runner);
    return runner;
  }

  private boolean isCommitted(JobOrder.Load load) {
    if (lookupFails) {
      throw ErrorCode.METASTORE_FAILED.with("away");
    }
    return committed.contains(load.label().text());
  }

  private void commit(JobOrder order) {
    committed.add(Objects.requireNonNull(order.load()).label().text());
  }

  private JobRunner started(int running, int waiting) {
    JobRunner runner = runner(running, waiting);
    runner.begin(this::task);
    return runner;
  }

  private JobRunner.Task task(Job job) {
    begun.add(job.id());
    return tasks.computeIfAbsent(job.id(), id -> new Scripted());
  }

  private static JobOrder load() {
    return order(JobKind.IMPORT_OFFLINE, new JobOrder.Load("db", Label.generate("job_")));
  }

  private static JobOrder export() {
    return order(JobKind.EXPORT, null);
  }

  private static JobOrder order(JobKind kind, JobOrder.@Nullable Load load) {
    return new JobOrder(kind, UserName.ROOT, "here", null, Map.of(), "text", load);
  }

  private Job await(long id, JobState state) {
    for (int i = 0; i < 3_000 && jobs.find(id).orElseThrow().state() != state; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    Job job = jobs.find(id).orElseThrow();
    assertThat(job.state()).isEqualTo(state);
    return job;
  }

  private void finish(long id, @Nullable Throwable failure) {
    tasks.computeIfAbsent(id, none -> new Scripted()).end.complete(failure);
  }

  private static void fails(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    PlimsollException failure = catchThrowableOfType(PlimsollException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void jobsRunInTheirTurnAndEnd() {
    JobRunner runner = started(1, 10);
    long first = runner.submit(load()).id();
    long second = runner.submit(export()).id();
    await(first, JobState.RUNNING);
    assertThat(jobs.find(second).orElseThrow().state()).isEqualTo(JobState.SUBMITTED);
    finish(first, null);
    Job done = await(first, JobState.FINISHED);
    assertThat(done.started()).isNotNull();
    assertThat(done.ended()).isNotNull();
    finish(second, ErrorCode.REFUSED.with("No."));
    assertThat(await(second, JobState.FAILED).error()).isEqualTo("No.");
    assertThat(begun).containsExactly(first, second);
  }

  @Test
  void whateverIsThrownEndsTheJobAndNotTheRunner() {
    JobRunner runner = started(1, 10);
    long first = runner.submit(load()).id();
    finish(first, new IllegalStateException("odd"));
    assertThat(await(first, JobState.FAILED).error()).contains("odd");
    long second = runner.submit(load()).id();
    finish(second, new NoClassDefFoundError("gone"));
    assertThat(await(second, JobState.FAILED).error()).contains("gone");
    long third = runner.submit(load()).id();
    finish(third, null);
    await(third, JobState.FINISHED);
  }

  @Test
  void oneThatWaitsIsStoppedBeforeItBegins() {
    JobRunner runner = started(1, 10);
    long first = runner.submit(load()).id();
    long second = runner.submit(load()).id();
    await(first, JobState.RUNNING);
    Job stopped = runner.stop(second, "ann");
    assertThat(stopped.state()).isEqualTo(JobState.STOPPED);
    assertThat(stopped.error()).isEqualTo("Stopped by ann.");
    finish(first, null);
    long third = runner.submit(load()).id();
    finish(third, null);
    await(third, JobState.FINISHED);
    assertThat(begun).containsExactly(first, third);
  }

  @Test
  void oneThatRunsIsStoppedAndAwaited() {
    JobRunner runner = started(1, 10);
    long id = runner.submit(load()).id();
    await(id, JobState.RUNNING);
    Job stopped = runner.stop(id, "ann");
    assertThat(stopped.state()).isEqualTo(JobState.STOPPED);
    assertThat(stopped.error()).isEqualTo("Stopped by ann.");
    assertThat(runner.stop(id, "bob")).isEqualTo(stopped);
  }

  @Test
  void oneThatWasJustDoneFinishes() {
    JobRunner runner = started(1, 10);
    long id = runner.submit(load()).id();
    await(id, JobState.RUNNING);
    finish(id, null);
    await(id, JobState.FINISHED);
    assertThat(runner.stop(id, "ann").state()).isEqualTo(JobState.FINISHED);
  }

  @Test
  void unknownOnesAreNotStopped() {
    JobRunner runner = started(1, 1);
    fails(ErrorCode.UNKNOWN_JOB, () -> runner.stop(7, "ann"));
  }

  @Test
  void tooManyAreRefusedAndNotRecorded() {
    JobRunner runner = started(1, 1);
    long first = runner.submit(load()).id();
    await(first, JobState.RUNNING);
    long second = runner.submit(load()).id();
    fails(ErrorCode.TOO_MANY_JOBS, () -> runner.submit(load()));
    assertThat(jobs.newest(10)).hasSize(2);
    finish(first, null);
    await(second, JobState.RUNNING);
    runner.submit(load());
  }

  @Test
  void withoutAServerNothingIsTaken() {
    JobRunner runner = runner(1, 1);
    fails(ErrorCode.REFUSED, () -> runner.submit(load()));
    assertThat(jobs.newest(10)).isEmpty();
  }

  @Test
  void theNextLifeGoesOnWithWhatWasCutOff() {
    JobRunner first = started(1, 10);
    long running = first.submit(load()).id();
    long waiting = first.submit(load()).id();
    await(running, JobState.RUNNING);
    first.close();
    assertThat(jobs.find(running).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    assertThat(jobs.find(waiting).orElseThrow().state()).isEqualTo(JobState.SUBMITTED);
    fails(ErrorCode.SHUTTING_DOWN, () -> first.submit(load()));

    tasks.clear();
    begun.clear();
    started(1, 10);
    finish(running, null);
    finish(waiting, null);
    await(running, JobState.FINISHED);
    await(waiting, JobState.FINISHED);
    assertThat(begun).containsExactly(running, waiting);
  }

  @Test
  void whatWasCommittedIsNotDoneAgain() {
    JobOrder order = load();
    long id = jobs.submit(order, Instant.now()).id();
    jobs.start(id, Instant.now());
    commit(order);
    Scripted never = new Scripted();
    tasks.put(id, never); // it would wait for ever
    started(1, 10);
    await(id, JobState.FINISHED);
  }

  @Test
  void anExportThatWasCutOffFailsAndOneThatWaitedRuns() {
    long running = jobs.submit(export(), Instant.now()).id();
    jobs.start(running, Instant.now());
    long waiting = jobs.submit(export(), Instant.now()).id();
    started(1, 10);
    assertThat(await(running, JobState.FAILED).error()).contains("The server stopped while it ran");
    finish(waiting, null);
    await(waiting, JobState.FINISHED);
    assertThat(begun).containsExactly(waiting);
  }

  @Test
  void outcomeThatIsUnknownIsLookedUp() {
    JobRunner runner = started(1, 10);
    JobOrder order = load();
    long id = runner.submit(order).id();
    await(id, JobState.RUNNING);
    commit(order);
    finish(id, ErrorCode.UNKNOWN_OUTCOME.with("x"));
    await(id, JobState.FINISHED);
    assertThat(begun).containsExactly(id);
  }

  @Test
  void unknownOutcomeThatDidNotHappenIsTriedAgain() {
    JobRunner runner = started(1, 10);
    long id = runner.submit(load()).id();
    await(id, JobState.RUNNING);
    Scripted second = new Scripted();
    second.end.complete(null);
    Scripted first = Objects.requireNonNull(tasks.put(id, second));
    first.end.complete(ErrorCode.UNKNOWN_OUTCOME.with("x"));
    await(id, JobState.FINISHED);
    assertThat(begun).containsExactly(id, id);
  }

  @Test
  void loadThatFailedBehindItsCommitFinishes() {
    JobRunner runner = started(1, 10);
    JobOrder order = load();
    long id = runner.submit(order).id();
    await(id, JobState.RUNNING);
    commit(order);
    finish(id, new IllegalStateException("behind the commit"));
    await(id, JobState.FINISHED);
  }

  @Test
  void nothingIsDecidedBeforeTheLoadCouldBeLookedUp() {
    JobOrder order = load();
    long id = jobs.submit(order, Instant.now()).id();
    jobs.start(id, Instant.now());
    commit(order);
    lookupFails = true;
    started(1, 10);
    LockSupport.parkNanos(100_000_000);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    lookupFails = false;
    await(id, JobState.FINISHED);
    assertThat(begun).isEmpty();
  }

  /** What the metastore does that fails, or has happened although it seems to have failed. */
  @ParameterizedTest
  @CsvSource({"start, false", "start, true", "end, false", "end, true"})
  void metastoreThatFailsForAWhileDelaysAJob(String call, boolean happens) {
    failing.next(call, happens, 2);
    JobRunner runner = started(1, 10);
    long id = runner.submit(load()).id();
    finish(id, null);
    await(id, JobState.FINISHED);
    for (int i = 0; i < 3_000 && failing.left() > 0; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(failing.left()).isZero();
    assertThat(begun).containsExactly(id);
  }

  @Test
  void submissionWithoutAnAnswerIsFoundAgain() {
    JobRunner runner = started(1, 10);
    failing.next("submit", true, 1);
    fails(ErrorCode.METASTORE_FAILED, () -> runner.submit(load()));
    Job found = jobs.newest(1).get(0);
    finish(found.id(), null);
    await(found.id(), JobState.FINISHED);

    failing.next("submit", false, 1);
    fails(ErrorCode.METASTORE_FAILED, () -> runner.submit(load()));
    assertThat(jobs.newest(10)).hasSize(1);
  }

  @Test
  void stoppedOnesLeaveTheirPlaces() {
    JobRunner runner = started(1, 1);
    long first = runner.submit(load()).id();
    await(first, JobState.RUNNING);
    for (int i = 0; i < 3; i++) {
      assertThat(runner.stop(runner.submit(load()).id(), "ann").state())
          .isEqualTo(JobState.STOPPED);
    }
    assertThat(begun).containsExactly(first);
  }

  @Test
  void oneThatWaitsToRunAgainIsStopped() {
    long first = jobs.submit(load(), Instant.now()).id();
    long second = jobs.submit(load(), Instant.now()).id();
    JobOrder done = load();
    long third = jobs.submit(done, Instant.now()).id();
    jobs.start(second, Instant.now());
    jobs.start(third, Instant.now());
    commit(done);
    JobRunner runner = started(1, 10);
    await(first, JobState.RUNNING);
    assertThat(runner.stop(second, "ann").state()).isEqualTo(JobState.STOPPED);
    assertThat(runner.stop(third, "ann").state()).isEqualTo(JobState.FINISHED);
    assertThat(begun).containsExactly(first);
  }

  @Test
  void stopThatTheMetastoreDoesNotTakeHoldsNevertheless() {
    JobRunner runner = started(1, 10);
    long first = runner.submit(load()).id();
    long second = runner.submit(load()).id();
    await(first, JobState.RUNNING);
    failing.next("end", false, 1);
    fails(ErrorCode.METASTORE_FAILED, () -> runner.stop(second, "ann"));
    finish(first, null);
    assertThat(await(second, JobState.STOPPED).error()).isEqualTo("Stopped by ann.");
    assertThat(begun).doesNotContain(second);
  }

  @Test
  void stopThatAShutdownOvertakesHolds() throws InterruptedException {
    JobRunner runner = started(1, 10);
    long id = runner.submit(load()).id();
    await(id, JobState.RUNNING);
    Scripted task = Objects.requireNonNull(tasks.get(id));
    task.slow = true;
    Thread stops = new Thread(() -> runner.stop(id, "ann"));
    stops.start();
    task.asked.join();
    Thread closes = new Thread(runner::close);
    closes.start();
    stops.join(); // the shutdown lets it go
    task.end.complete(ErrorCode.CANCELLED.with("Stopped by ann."));
    closes.join();
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.STOPPED);
  }

  @Test
  void withoutAServerOneThatWaitedIsStopped() {
    long waiting = jobs.submit(load(), Instant.now()).id();
    JobOrder done = load();
    long committedOne = jobs.submit(done, Instant.now()).id();
    jobs.start(committedOne, Instant.now());
    commit(done);
    JobRunner runner = runner(1, 1);
    assertThat(runner.stop(waiting, "ann").state()).isEqualTo(JobState.STOPPED);
    assertThat(runner.stop(committedOne, "ann").state()).isEqualTo(JobState.FINISHED);
  }

  /** Jobs whose next calls fail: with nothing done, or done and without an answer. */
  private static final class FailingJobs implements Jobs {
    private final Jobs jobs;
    private String call = "";
    private boolean happens;
    private int times;

    FailingJobs(Jobs jobs) {
      this.jobs = jobs;
    }

    synchronized void next(String newCall, boolean thatHappens, int newTimes) {
      call = newCall;
      happens = thatHappens;
      times = newTimes;
    }

    synchronized int left() {
      return times;
    }

    private synchronized <T> T through(String name, Supplier<T> work) {
      if (times == 0 || !call.equals(name)) {
        return work.get();
      }
      times--;
      PlimsollException failure = ErrorCode.METASTORE_FAILED.with("away");
      if (!happens) {
        throw failure;
      }
      T unused = work.get();
      throw new Metastore.UnknownOutcomeException(failure);
    }

    @Override
    public Job submit(JobOrder order, Instant at) {
      return through("submit", () -> jobs.submit(order, at));
    }

    @Override
    public Optional<Job> start(long id, Instant at) {
      return through("start", () -> jobs.start(id, at));
    }

    @Override
    public boolean end(long id, JobState from, JobState to, Instant at, String error) {
      return through("end", () -> jobs.end(id, from, to, at, error));
    }

    @Override
    public Optional<Job> find(long id) {
      return jobs.find(id);
    }

    @Override
    public List<Job> newest(int most) {
      return jobs.newest(most);
    }

    @Override
    public List<Job> newest(UserName account, int most) {
      return jobs.newest(account, most);
    }

    @Override
    public List<Job> unfinished() {
      return jobs.unfinished();
    }

    @Override
    public int forget(Instant endedBefore, int keep) {
      return jobs.forget(endedBefore, keep);
    }
  }
}
