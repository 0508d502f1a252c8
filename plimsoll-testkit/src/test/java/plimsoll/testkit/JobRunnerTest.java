package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobRunner;
import plimsoll.job.JobState;
import plimsoll.model.Label;

/** Jobs wait, run, are stopped, and are found again by the next life of the server. */
class JobRunnerTest {
  private final ModelJobs jobs = new ModelJobs();
  private final Set<String> committed = Collections.synchronizedSet(new HashSet<>());
  private final Map<Long, Scripted> tasks = new ConcurrentHashMap<>();
  private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<JobRunner> runners = new ArrayList<>();

  /** A statement that does what the test says, when it says it. */
  private static final class Scripted implements JobRunner.Task {
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

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
      end.complete(reason);
    }
  }

  @AfterEach
  void close() {
    runners.forEach(JobRunner::close);
  }

  private JobRunner runner(int running, int waiting) {
    JobRunner runner =
        new JobRunner(
            jobs,
            load -> committed.contains(load.label().text()),
            new JobRunner.Limits(running, waiting),
            Clock.systemUTC(),
            Thread::new);
    runners.add(runner);
    return runner;
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
    committed.add(java.util.Objects.requireNonNull(order.load()).label().text());
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
  void outcomeThatIsUnknownIsLeftToTheNextLife() {
    JobRunner first = started(1, 10);
    JobOrder order = load();
    long id = first.submit(order).id();
    await(id, JobState.RUNNING);
    finish(id, ErrorCode.UNKNOWN_OUTCOME.with("x"));
    long next = first.submit(load()).id();
    finish(next, null);
    await(next, JobState.FINISHED);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    first.close();
    committed.add(java.util.Objects.requireNonNull(order.load()).label().text());
    started(1, 10);
    await(id, JobState.FINISHED);
  }
}
