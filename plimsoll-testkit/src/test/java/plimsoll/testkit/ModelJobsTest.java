package plimsoll.testkit;

import plimsoll.job.Jobs;

class ModelJobsTest extends JobsContract {
  private final ModelJobs jobs = new ModelJobs();

  @Override
  protected Jobs jobs() {
    return jobs;
  }

  @Override
  protected Jobs reopened() {
    return jobs;
  }
}
