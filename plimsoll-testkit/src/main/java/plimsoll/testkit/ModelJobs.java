package plimsoll.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import plimsoll.access.UserName;
import plimsoll.job.Job;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;

/** Jobs in memory, as plainly as can be. */
final class ModelJobs implements Jobs {
  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private long last;

  static Job begun(Job job, Instant at) {
    return new Job(job.id(), job.order(), JobState.RUNNING, job.submitted(), at, null, "");
  }

  static Job over(Job job, JobState state, Instant at, String why) {
    return new Job(job.id(), job.order(), state, job.submitted(), job.started(), at, why);
  }

  @Override
  public synchronized Job submit(JobOrder order, Instant at) {
    Job job = new Job(++last, order, JobState.SUBMITTED, at, null, null, "");
    jobs.put(job.id(), job);
    return job;
  }

  @Override
  public synchronized Optional<Job> start(long id, Instant at) {
    Optional<Job> begun = find(id).filter(job -> !job.state().isFinal()).map(job -> begun(job, at));
    begun.ifPresent(job -> jobs.put(id, job));
    return begun;
  }

  @Override
  public synchronized boolean end(long id, JobState from, JobState to, Instant at, String error) {
    Optional<Job> over =
        find(id).filter(job -> job.state() == from).map(job -> over(job, to, at, error));
    over.ifPresent(job -> jobs.put(id, job));
    return over.isPresent();
  }

  @Override
  public synchronized Optional<Job> find(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized List<Job> newest(int most) {
    return jobs.descendingMap().values().stream().limit(most).toList();
  }

  @Override
  public synchronized List<Job> newest(UserName account, int most) {
    return jobs.descendingMap().values().stream()
        .filter(job -> job.order().account().equals(account))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<Job> unfinished() {
    return jobs.values().stream().filter(job -> !job.state().isFinal()).toList();
  }

  @Override
  public synchronized int forget(Instant endedBefore, int keep) {
    List<Job> ended = new ArrayList<>(jobs.values());
    ended.removeIf(job -> !job.state().isFinal());
    ended.sort(Comparator.comparing(ModelJobs::ended).thenComparing(Job::id).reversed());
    int before = jobs.size();
    for (int i = 0; i < ended.size(); i++) {
      if (i >= keep || ended(ended.get(i)).isBefore(endedBefore)) {
        jobs.remove(ended.get(i).id());
      }
    }
    return before - jobs.size();
  }

  private static Instant ended(Job job) {
    return Objects.requireNonNull(job.ended());
  }
}
