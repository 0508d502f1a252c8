package plimsoll.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import plimsoll.access.UserName;

/**
 * Where jobs are remembered. Every call is one transaction, as those of the {@link
 * plimsoll.commit.Metastore} are, and fails as they do. Times are kept to the millisecond. Safe for
 * many threads.
 */
public interface Jobs {
  /** Records a job, durably: SUBMITTED, under the next number. */
  Job submit(JobOrder order, Instant at);

  /** Makes a job that is not over RUNNING; empty if it is over or not there. */
  Optional<Job> start(long id, Instant at);

  /**
   * Brings a job to a final state.
   *
   * @param from what it must be in now
   * @param to a final state
   * @return false if it is in another state, or not there: nothing happened
   */
  boolean end(long id, JobState from, JobState to, Instant at, String error);

  /** A job by its number. */
  Optional<Job> find(long id);

  /** The newest ones, newest first. */
  List<Job> newest(int most);

  /** The newest ones of an account, newest first. */
  List<Job> newest(UserName account, int most);

  /** Those that are not over, oldest first. */
  List<Job> unfinished();

  /**
   * Forgets jobs that ended before that time, and the oldest of more than {@code keep} that ended.
   * Their numbers are not given again.
   *
   * @return how many
   */
  int forget(Instant endedBefore, int keep);
}
