package plimsoll.metastore;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.job.Jobs;
import plimsoll.testkit.JobsContract;

@SuppressWarnings("NullAway.Init") // JUnit fills the field before each test
class SqliteJobsTest extends JobsContract {
  @TempDir private Path directory;
  private Metastore metastore;

  @BeforeEach
  void open() {
    metastore = Metastores.sqlite(directory.resolve("metastore.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    metastore.close();
  }

  @Override
  protected Jobs jobs() {
    return metastore.jobs();
  }

  @Override
  protected Jobs reopened() {
    close();
    open();
    return jobs();
  }
}
