package plimsoll.metastore;

import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import plimsoll.commit.Metastore;
import plimsoll.job.Jobs;
import plimsoll.testkit.JobsContract;
import plimsoll.testkit.postgres.PostgresServer;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields before each test
class PostgresJobsTest extends JobsContract {
  private static PostgresServer server;

  private Metastore metastore;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void create() {
    String url = server.newDatabase();
    metastore =
        Metastores.postgres(new PostgresAddress(url, server.user(), null), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    metastore.close();
  }

  @Override
  protected Jobs jobs() {
    return metastore.jobs();
  }

  /** Nothing is kept in memory, so what is read now is what another process would read. */
  @Override
  protected Jobs reopened() {
    return jobs();
  }
}
