package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** KILL, a client that goes away and a server that stops end what runs, and what is to run. */
class CancelTest {
  private final PlimsollException killed = ErrorCode.CANCELLED.with("It was killed.");

  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (a INT)");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void run(SqlSession session, String statements) {
    session.executeAll(statements, true, (result, more) -> {});
  }

  private List<List<String>> count() {
    return fixture.other().rows("SELECT COUNT(*) FROM demo.t");
  }

  @Test
  void commandThatWasCancelledWhileItWaitedDoesNothing() {
    SqlSession session = fixture.session;
    session.beginCommand();
    session.cancel(killed);
    assertThatThrownBy(() -> run(session, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"))
        .isSameAs(killed);
    session.beginCommand();
    run(session, "INSERT INTO t VALUES (3)");
    assertThat(fixture.rows("SELECT a FROM t")).containsExactly(List.of("3"));
  }

  @Test
  void insertOfAQueryIsStopped() {
    fixture.run("CREATE TABLE d (a INT)", "INSERT INTO d VALUES " + "(1), ".repeat(19) + "(1)");
    String endless =
        "INSERT INTO t SELECT a.a FROM d a, d b, d c, d d, d e, d f, d g, d h, d i, d j, d k, d l";
    SqlSession session = fixture.session;
    session.beginCommand();
    CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(session, endless));
    awaitLoad();
    session.cancel(killed);
    assertStopped(running);
  }

  @Test
  void queryIsStoppedAfterItsLastRowToo() {
    try (StatementResult.Rows result =
        (StatementResult.Rows) fixture.session.execute("SELECT a FROM t")) {
      RowCursor cursor = result.cursor();
      while (cursor.next() != null) {
        cursor.checkStopped();
      }
      PlimsollException reason = ErrorCode.CANCELLED.with("It was killed.");
      cursor.cancel(reason);
      assertThatThrownBy(cursor::checkStopped).isSameAs(reason);
    }
  }

  @Test
  void loadOfAClientsFileIsStopped() throws Exception {
    Endless file = new Endless();
    Client client = new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, path -> file);
    SqlSession session = new SqlSession(fixture.services, client);
    session.beginCommand();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> run(session, "LOAD DATA LOCAL INFILE 'x.csv' INTO TABLE demo.t"));
    assertThat(file.read.await(20, TimeUnit.SECONDS)).isTrue();
    session.cancel(killed);
    assertStopped(running);
  }

  @Test
  void loadThatComputesIsStopped() throws Exception {
    Endless file = new Endless();
    Client client = new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, path -> file);
    SqlSession session = new SqlSession(fixture.services, client);
    session.beginCommand();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                run(
                    session,
                    "LOAD DATA LOCAL INFILE 'x.csv' INTO TABLE demo.t (@a) SET a = @a + 1"));
    assertThat(file.read.await(20, TimeUnit.SECONDS)).isTrue();
    session.cancel(killed);
    assertStopped(running);
  }

  private void awaitLoad() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (fixture.services.loads().running().all().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void assertStopped(CompletableFuture<Void> running) {
    assertThat(running)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isSameAs(killed);
    assertThat(count()).containsExactly(List.of("0"));
  }

  /** A file whose client has stopped sending. */
  private static final class Endless extends InputStream {
    final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }

    @Override
    public int read() throws IOException {
      read.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
