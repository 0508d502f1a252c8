package plimsoll.server.session;

import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobRunner;

/** Runs each job's statement in a session of its own, for the user who submitted it. */
public final class JobSessions implements JobRunner.Work {
  private final SqlServices services;

  /** Sessions that use these services. */
  public JobSessions(SqlServices services) {
    this.services = services;
  }

  @Override
  public JobRunner.Task task(Job job) {
    SqlSession session = SqlSession.ofJob(services, job);
    return new JobRunner.Task() {
      @Override
      public void run() {
        session.begin(job.order().statement(), job.order().database(), job.order().variables());
        session.execute(job.order().statement()).close();
      }

      @Override
      public void stop(PlimsollException reason) {
        session.cancel(reason);
      }
    };
  }
}
