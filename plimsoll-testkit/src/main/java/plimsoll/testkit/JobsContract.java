package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import plimsoll.access.UserName;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;
import plimsoll.model.Label;

/** What every place for jobs must do: each sentence of {@link Jobs}. */
public abstract class JobsContract {
  private static final Instant T0 = Instant.ofEpochMilli(1_700_000_000_001L);
  private static final JobOrder LOAD =
      new JobOrder(
          JobKind.IMPORT_ONLINE,
          new UserName("ann", "10.%"),
          "10.0.0.1",
          "db",
          Map.of("execute_mode", "online", "query_timeout", "17"),
          "LOAD DATA INFILE 'ä.csv' INTO TABLE t",
          new JobOrder.Load("db", Label.generate("job_")));
  private static final JobOrder EXPORT =
      new JobOrder(
          JobKind.EXPORT,
          UserName.ROOT,
          "127.0.0.1",
          null,
          Map.of(),
          "SELECT 1 INTO OUTFILE 'x'",
          null);

  /** The place under test; each test has a new one. */
  protected abstract Jobs jobs();

  /** The same place, after a restart if it can. */
  protected abstract Jobs reopened();

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  private long ended(int second) {
    long id = jobs().submit(LOAD, at(0)).id();
    jobs().start(id, at(0));
    assertThat(jobs().end(id, JobState.RUNNING, JobState.FINISHED, at(second), "")).isTrue();
    return id;
  }

  private List<Long> ids() {
    return reopened().newest(100).stream().map(Job::id).toList();
  }

  @Test
  void submittedJobIsThereWithAllItsParts() {
    Job first = jobs().submit(LOAD, at(1));
    Job second = jobs().submit(EXPORT, at(2));
    assertThat(first).isEqualTo(new Job(1, LOAD, JobState.SUBMITTED, at(1), null, null, ""));
    assertThat(second).isEqualTo(new Job(2, EXPORT, JobState.SUBMITTED, at(2), null, null, ""));
    assertThat(reopened().find(1)).hasValue(first);
    assertThat(jobs().find(2)).hasValue(second);
    assertThat(jobs().find(3)).isEmpty();
    assertThat(jobs().newest(100)).containsExactly(second, first);
    assertThat(jobs().newest(1)).containsExactly(second);
    assertThat(jobs().newest(UserName.ROOT, 100)).containsExactly(second);
    assertThat(jobs().newest(LOAD.account(), 1)).containsExactly(first);
    assertThat(jobs().newest(new UserName("bob", "%"), 1)).isEmpty();
    assertThat(jobs().unfinished()).containsExactly(first, second);
  }

  @Test
  void jobRunsAndEnds() {
    Job job = jobs().submit(LOAD, at(1));
    Job begun = ModelJobs.begun(job, at(2));
    assertThat(jobs().start(job.id(), at(2))).hasValue(begun);
    assertThat(reopened().unfinished()).containsExactly(begun);
    assertThat(jobs().end(1, JobState.RUNNING, JobState.FAILED, at(3), "böse")).isTrue();
    assertThat(reopened().find(1)).hasValue(ModelJobs.over(begun, JobState.FAILED, at(3), "böse"));
    assertThat(jobs().unfinished()).isEmpty();
  }

  @Test
  void oneThatWasCutOffBeginsAgain() {
    Job job = jobs().submit(LOAD, at(1));
    jobs().start(job.id(), at(2));
    assertThat(reopened().start(job.id(), at(9))).hasValue(ModelJobs.begun(job, at(9)));
  }

  @Test
  void whatIsOverStaysAsItIs() {
    long id = jobs().submit(EXPORT, at(1)).id();
    assertThat(jobs().end(id, JobState.RUNNING, JobState.FINISHED, at(2), "")).isFalse();
    assertThat(jobs().end(id, JobState.SUBMITTED, JobState.STOPPED, at(3), "by ann")).isTrue();
    Job stopped = jobs().find(id).orElseThrow();
    assertThat(jobs().start(id, at(4))).isEmpty();
    for (JobState from : JobState.values()) {
      if (from != JobState.STOPPED) {
        assertThat(jobs().end(id, from, JobState.FAILED, at(5), "no")).as(from.name()).isFalse();
      }
    }
    assertThat(reopened().find(id)).hasValue(stopped);
  }

  @Test
  void unknownJobsNeitherBeginNorEnd() {
    assertThat(jobs().start(7, at(1))).isEmpty();
    assertThat(jobs().end(7, JobState.RUNNING, JobState.FAILED, at(1), "")).isFalse();
    assertThat(jobs().newest(5)).isEmpty();
  }

  @Test
  void oldOnesAreForgottenAndTheirNumbersNotGivenAgain() {
    long old = ended(1);
    long young = ended(5);
    long open = jobs().submit(LOAD, at(0)).id();
    assertThat(jobs().forget(at(5), 10)).isEqualTo(1);
    assertThat(ids()).containsExactly(open, young).doesNotContain(old);
    assertThat(jobs().forget(at(9), 10)).isEqualTo(1);
    assertThat(jobs().end(open, JobState.SUBMITTED, JobState.STOPPED, at(1), "")).isTrue();
    assertThat(jobs().forget(at(9), 10)).isEqualTo(1);
    assertThat(jobs().submit(LOAD, at(10)).id()).isEqualTo(open + 1);
  }

  @Test
  void ofManyTheOldestAreForgotten() {
    long last = ended(9);
    long first = ended(3);
    long middle = ended(4);
    long open = jobs().submit(LOAD, at(0)).id();
    assertThat(jobs().forget(at(0), 3)).isZero();
    assertThat(jobs().forget(at(0), 2)).isEqualTo(1);
    assertThat(ids()).containsExactly(open, middle, last).doesNotContain(first);
    assertThat(jobs().forget(at(0), 0)).isEqualTo(2);
    assertThat(ids()).containsExactly(open);
  }
}
