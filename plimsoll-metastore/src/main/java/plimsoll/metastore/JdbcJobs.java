package plimsoll.metastore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import plimsoll.access.UserName;
import plimsoll.job.Job;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;

/** Jobs over JDBC: each method is one transaction. */
final class JdbcJobs implements Jobs {
  private final Sessions sessions;

  JdbcJobs(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Job submit(JobOrder order, Instant at) {
    return sessions.write(tx -> new JobRows(tx).insert(order, at));
  }

  @Override
  public Optional<Job> start(long id, Instant at) {
    return sessions.write(
        tx -> {
          JobRows rows = new JobRows(tx);
          return rows.start(id, at) ? rows.find(id) : Optional.empty();
        });
  }

  @Override
  public boolean end(long id, JobState from, JobState to, Instant at, String error) {
    return sessions.write(tx -> new JobRows(tx).end(id, from, to, at, error));
  }

  @Override
  public Optional<Job> find(long id) {
    return sessions.read(tx -> new JobRows(tx).find(id));
  }

  @Override
  public List<Job> newest(int most) {
    return sessions.read(tx -> new JobRows(tx).newest(most));
  }

  @Override
  public List<Job> newest(UserName account, int most) {
    return sessions.read(tx -> new JobRows(tx).newest(account, most));
  }

  @Override
  public List<Job> unfinished() {
    return sessions.read(tx -> new JobRows(tx).unfinished());
  }

  @Override
  public int forget(Instant endedBefore, int keep) {
    boolean any = sessions.read(tx -> new JobRows(tx).isAnyDue(endedBefore, keep));
    return any ? sessions.write(tx -> new JobRows(tx).forget(endedBefore, keep)) : 0;
  }
}
