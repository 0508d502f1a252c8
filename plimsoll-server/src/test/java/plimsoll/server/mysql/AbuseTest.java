package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.server.auth.LoginFailures;

/** Clients that are broken, slow, too many or hostile: each is bounded, others do not notice. */
class AbuseTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int HALF_OPEN = 30;

  @TempDir Path directory;
  private MySqlTestServer server;
  private MySqlServer strict;

  /** Beside the usual front end one that is impatient and small. */
  @BeforeEach
  void start() {
    server = new MySqlTestServer(directory.resolve("data"));
    MySqlSettings settings =
        new MySqlSettings(
            "127.0.0.1",
            0,
            20,
            HALF_OPEN,
            4,
            1 << 20,
            false,
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
    strict =
        MySqlServer.start(
            settings,
            server.plimsoll.sqlServices(log -> log),
            server.plimsoll.access()::find,
            new LoginFailures(),
            () -> plimsoll.server.tls.ServerKeys.own(server.plimsoll.directory()));
  }

  @AfterEach
  void stop() {
    strict.close();
    server.close();
  }

  private void assertWorks() throws SQLException, IOException {
    awaitConnections(0);
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.send(0, new byte[] {14});
      assertThat(client.receive()).startsWith(0);
    }
  }

  private void awaitConnections(int count) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (strict.connections() != count) {
      assertThat(System.nanoTime()).as("connections left: " + strict.connections()).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void noiseIsCutOff() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      try (RawClient client = new RawClient(strict.port())) {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        client.sendRaw(noise);
        if (i % 2 == 0) {
          client.socket.shutdownOutput();
        }
      } catch (java.io.UncheckedIOException | IOException e) {
        assertThat(e).isNotNull(); // the server was faster
      }
      awaitFewerThan(11);
    }
    assertWorks();
  }

  private void awaitFewerThan(int count) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (strict.connections() >= count) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void noiseAfterTheLoginIsCutOff() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      try (RawClient client = RawClient.loggedIn(strict.port())) {
        byte[] payload = new byte[1 + random.nextInt(60)];
        random.nextBytes(payload);
        payload[0] = (byte) random.nextInt(32);
        client.send(0, payload);
        client.socket.shutdownOutput();
        client.errorBeforeClose();
      }
    }
    assertWorks();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (RawClient silent = new RawClient(strict.port())) {
      assertThat(silent.errorBeforeClose()).isEqualTo(1159);
    }
    assertWorks();
  }

  @Test
  void aLoginOfOneByteASecondIsClosed() throws Exception {
    try (RawClient slow = new RawClient(strict.port())) {
      slow.receive();
      slow.sendRaw(new byte[] {40, 0, 0, 1, 0x0d});
      assertThat(slow.errorBeforeClose()).isEqualTo(1159);
    }
    assertWorks();
  }

  @Test
  void aLongMessageBeforeTheLoginIsRefused() throws Exception {
    try (RawClient client = new RawClient(strict.port())) {
      client.receive();
      client.sendRaw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 0, 0});
      assertThat(client.errorBeforeClose()).isEqualTo(1153);
    }
    assertWorks();
  }

  @Test
  void aMessageOverMaxAllowedPacketIsRefused() throws Exception {
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.sendRaw(new byte[] {1, 0, 0x10, 0, 3});
      assertThat(client.errorBeforeClose()).isEqualTo(1153);
    }
    assertWorks();
  }

  @Test
  void aWrongSequenceNumberIsRefused() throws Exception {
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.send(5, new byte[] {14});
      assertThat(client.errorBeforeClose()).isEqualTo(1156);
    }
    assertWorks();
  }

  @Test
  void commandsSentAheadAreAnsweredInOrder() throws Exception {
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.query("SET query_timeout = 7");
      client.send(0, new byte[] {14});
      client.query("SELECT nothing FROM nowhere");
      client.send(0, new byte[] {14});
      assertThat(client.receive()).startsWith(0);
      assertThat(client.receive()).startsWith(0);
      assertThat(client.receive()).startsWith(0xff);
      assertThat(client.receive()).startsWith(0);
    }
  }

  @Test
  void anUnknownCommandIsAnError() throws Exception {
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.send(0, new byte[] {99});
      assertThat(client.receive()).startsWith(0xff, 0x17, 0x04);
      client.send(0, new byte[] {});
      assertThat(client.receive()).startsWith(0xff, 0x17, 0x04);
      client.send(0, new byte[] {14});
      assertThat(client.receive()).startsWith(0);
    }
  }

  @Test
  void tooManyConnectionsAreToldSo() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        clients.add(RawClient.loggedIn(strict.port()));
      }
      for (int i = 0; i < 200; i++) {
        try (RawClient refused = new RawClient(strict.port())) {
          assertThat(refused.errorBeforeClose()).isEqualTo(1040);
        }
      }
    } finally {
      clients.forEach(RawClient::close);
    }
    assertWorks();
  }

  @Test
  void silentConnectionsMakeRoomForHonestOnes() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * HALF_OPEN; i++) {
        silent.add(new RawClient(strict.port()));
        if (i % 10 == 0) {
          try (RawClient honest = RawClient.loggedIn(strict.port())) {
            honest.send(0, new byte[] {14});
            assertThat(honest.receive()).startsWith(0);
          }
        }
      }
      assertThat(silent.get(0).errorBeforeClose()).isEqualTo(1040);
      awaitFewerThan(HALF_OPEN + 1);
    } finally {
      silent.forEach(RawClient::close);
    }
    assertWorks();
  }

  @Test
  void comingAndGoingLeavesNothing() throws Exception {
    comeAndGo(40);
    awaitConnections(0);
    long descriptors = descriptors();
    long threads = ourThreads();
    comeAndGo(400);
    awaitConnections(0);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (descriptors() > descriptors + 2 || ourThreads() > threads + 2) {
      assertThat(System.nanoTime())
          .as(descriptors + " descriptors became " + descriptors() + ", " + threads + " threads")
          .isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Some say goodbye, some leave at once, before the login or with an answer under way. */
  private void comeAndGo(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      if (i % 4 == 0) {
        new RawClient(strict.port()).close();
        continue;
      }
      try (RawClient client = RawClient.loggedIn(strict.port())) {
        client.query("SELECT 1");
        if (i % 4 > 1) {
          client.receive();
        }
        if (i % 4 == 3) {
          client.send(0, new byte[] {1});
        }
      }
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static long ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("plimsoll-"))
        .count();
  }

  @Test
  void aClientThatDoesNotReadItsAnswerIsDropped() throws Exception {
    try (Connection connection = server.mysql("?connectTimeout=5000");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE big");
      statement.execute("CREATE TABLE big.t (s STRING)");
      String megabyte = "x".repeat(1 << 20);
      statement.execute("INSERT INTO big.t VALUES ('" + megabyte + "')");
    }
    try (RawClient slow = RawClient.loggedIn(strict.port())) {
      slow.query("SET net_write_timeout = 1");
      slow.receive();
      String twice = "SELECT s FROM big.t UNION ALL SELECT s FROM big.t";
      slow.query(twice + (" UNION ALL " + twice).repeat(30));
      awaitConnections(0); // nobody read a byte of 62 MB
    }
    assertWorks();
  }

  @Test
  void aClientThatLeavesEndsItsStatement() throws Exception {
    try (RawClient client = RawClient.loggedIn(strict.port())) {
      client.query(LONG_QUERY);
      awaitRunning();
    }
    awaitConnections(0);
    assertWorks();
  }

  @Test
  void whatClientsThatLeftHadAskedForIsForgotten() throws Exception {
    try (Connection connection = server.mysql("?sslMode=DISABLED");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE demo");
      statement.execute("CREATE TABLE demo.t (a INT)");
    }
    List<RawClient> busy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      busy.add(RawClient.loggedIn(strict.port()));
      busy.get(i).query(LONG_QUERY);
    }
    for (int i = 0; i < 40; i++) { // twice as many as may wait for a worker
      try (RawClient gone = RawClient.loggedIn(strict.port())) {
        gone.query("INSERT INTO demo.t VALUES (1)");
        awaitConnections(5);
      }
      awaitConnections(4);
    }
    try (RawClient honest = RawClient.loggedIn(strict.port())) {
      honest.query("SET query_timeout = 7");
      busy.forEach(RawClient::close);
      assertThat(honest.receive()).startsWith(0);
    }
    awaitConnections(0);
    try (Connection connection = server.mysql("?sslMode=DISABLED");
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM demo.t")) {
      count.next();
      assertThat(count.getInt(1)).isZero();
    }
  }

  private static final String LONG_QUERY =
      "WITH d AS (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL"
          + " SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
          + " SELECT SUM(SQRT(a.a * b.a + c.a * d.a + e.a * f.a + g.a * h.a + i.a * j.a + k.a))"
          + " FROM d a, d b, d c, d d, d e, d f, d g, d h, d i, d j, d k";

  private void awaitRunning() throws SQLException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try (Connection watcher =
            java.sql.DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + strict.port() + "/?sslMode=DISABLED", "root", "");
        Statement statement = watcher.createStatement()) {
      while (running(statement) < 0) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Number of the connection that runs the long query, or -1. */
  private static long running(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      while (rows.next()) {
        String info = rows.getString("Info");
        if (info != null && info.startsWith("WITH d")) {
          return rows.getLong("Id");
        }
      }
      return -1;
    }
  }

  @Test
  void killEndsAQueryOrItsConnection() throws Exception {
    try (Connection victim = server.mysql("?sslMode=DISABLED");
        Connection killer = server.mysql("?sslMode=DISABLED");
        Statement statement = killer.createStatement()) {
      for (String kill : List.of("KILL QUERY ", "KILL ")) {
        CompletableFuture<SQLException> failure =
            CompletableFuture.supplyAsync(() -> failureOf(victim));
        long id = -1;
        for (long end = System.nanoTime() + PATIENCE_NANOS; id < 0; id = running(statement)) {
          assertThat(System.nanoTime()).isLessThan(end);
        }
        statement.execute(kill + id);
        failure.join();
        assertThat(failure).isCompletedWithValueMatching(e -> e != null);
        assertThat(victim.isValid(5)).isEqualTo(kill.contains("QUERY"));
      }
    }
  }

  private static SQLException failureOf(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery(LONG_QUERY).close();
      return null;
    } catch (SQLException e) {
      return e;
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    try (RawClient idle = RawClient.loggedIn(strict.port())) {
      idle.query("SET wait_timeout = 1");
      idle.receive();
      assertThat(idle.errorBeforeClose()).isEqualTo(4031);
    }
    assertWorks();
  }

  @Test
  void stoppingTheServerEndsItsConnections() throws Exception {
    try (RawClient idle = RawClient.loggedIn(strict.port());
        RawClient busy = RawClient.loggedIn(strict.port())) {
      busy.query(LONG_QUERY);
      awaitRunning();
      strict.close();
      assertThat(idle.receive()).isNull();
      assertThat(busy.errorBeforeClose()).isEqualTo(1317);
      assertThatThrownBy(() -> new RawClient(strict.port()))
          .isInstanceOf(java.io.UncheckedIOException.class);
    }
  }
}
