package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import plimsoll.commit.Metastore;
import plimsoll.error.PlimsollException;
import plimsoll.model.TableName;
import plimsoll.testkit.MetastoreContract;
import plimsoll.testkit.Samples;
import plimsoll.testkit.postgres.PostgresServer;

class PostgresMetastoreTest extends MetastoreContract {
  private static PostgresServer server;

  private String url;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Metastore open() {
    if (url == null) {
      url = server.newDatabase();
    }
    return Metastores.postgres(address(), Clock.systemUTC());
  }

  private PostgresAddress address() {
    return new PostgresAddress(url, server.user(), null);
  }

  @Override
  protected Metastore reopen(Metastore open) {
    open.close();
    return open();
  }

  @Override
  protected void movePointerFromOutside(TableName name, String location) {
    server.run(
        url,
        "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name,"
            + " metadata_location, iceberg_type) VALUES ('plimsoll', ?, ?, ?, 'TABLE')"
            + " ON CONFLICT (catalog_name, table_namespace, table_name)"
            + " DO UPDATE SET metadata_location = excluded.metadata_location",
        name.database(),
        name.table(),
        location);
  }

  @Test
  void secondPlimsollIsRefusedUntilTheFirstHasGone() {
    assertThatThrownBy(this::open)
        .hasMessageContaining("is in use by another Plimsoll at 127.0.0.1, since ")
        .hasMessageContaining(url.replace("jdbc:", ""));
    metastore.close();
    metastore = open();
  }

  @Test
  void lifeThatWasTakenOverWritesNoMore() {
    metastore.openEpoch();
    server.run(url, "INSERT INTO epochs (epoch, opened_at) VALUES (99, 0)");
    assertThatThrownBy(() -> metastore.createDatabase("demo", Map.of()))
        .hasMessageContaining("was taken over by another Plimsoll");
    assertThat(metastore.databases()).isEmpty();
  }

  private void endAllConnections() {
    server.query(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  @Test
  void lifeThatLostItsLockToAnotherWritesNothingAndBeginsNoEpoch() {
    endAllConnections();
    try (Metastore other = open()) {
      for (ThrowingCallable write :
          List.<ThrowingCallable>of(
              () -> metastore.openEpoch(), () -> metastore.createDatabase("demo", Map.of()))) {
        assertThatThrownBy(() -> afterLostConnections(write))
            .hasMessageContaining("is in use by another Plimsoll");
      }
      assertThat(other.databases()).isEmpty();
    }
  }

  @Test
  void lockThatIsLostIsTakenAgainBeforeSomethingIsWritten() throws Throwable {
    endAllConnections();
    afterLostConnections(() -> metastore.createDatabase("demo", Map.of()));
    assertThatThrownBy(this::open).hasMessageContaining("is in use by another Plimsoll");
    assertThat(metastore.databases()).containsExactly("demo");
  }

  /** The first use of a pooled connection that was ended fails, and says so. */
  private static void afterLostConnections(ThrowingCallable work) throws Throwable {
    try {
      work.call();
    } catch (PlimsollException e) {
      if (!e.getMessage().contains("Plimsoll goes on when it is back")) {
        throw e;
      }
      work.call();
    }
  }

  @Test
  void connectionsThatTheServerEndsAreReplaced() {
    metastore.createDatabase("demo", Map.of());
    metastore.databases();
    endAllConnections();
    try {
      metastore.databases();
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("Plimsoll goes on when it is back");
    }
    assertThat(metastore.databases()).containsExactly("demo");
  }

  @Test
  void idleMetastoreHoldsNoLockThatWritersWaitFor() {
    metastore.createDatabase("demo", Map.of());
    assertThat(
            server.query(url, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"))
        .containsExactly("0");
  }

  @Test
  void failuresSayWhatToDo() {
    String wrong = url.replaceAll("/test\\d+$", "/nothere");
    assertThatThrownBy(() -> open(wrong, "postgres"))
        .hasMessageContaining("does not exist")
        .hasMessageContaining("CREATE DATABASE");
    assertThatThrownBy(() -> open(url, "nobody"))
        .hasMessageContaining("Check metastore_user and metastore_password_file");
    assertThatThrownBy(() -> open("jdbc:postgresql://127.0.0.1:1/x?password=secret", "postgres"))
        .hasMessageContaining("postgresql://127.0.0.1:1/x: ")
        .hasMessageContaining("must be running and reachable")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> open("jdbc:mysql://x", "postgres"))
        .hasMessageContaining("no address of the form jdbc:postgresql://host:port/database");
  }

  private void open(String address, String user) {
    Metastores.postgres(new PostgresAddress(address, user, null), Clock.systemUTC()).close();
  }

  @Test
  void commitsSurviveTheirServer() {
    metastore.createDatabase("demo", Map.of());
    metastore.commit(List.of(), List.of(Samples.load(1, "demo", "l")));
    metastore = reopen(metastore);
    assertThat(metastore.loads("demo", 10)).hasSize(1);
  }
}
