package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand at once: what they may hold has an end, and the server goes on serving. */
@Timeout(300)
class ManyConnectionsTest {
  private static final int MANY = 10_000;
  private static final int LOGGED_IN = 500;

  /** What ten thousand connections may cost in this process, their clients' side included. */
  private static final long MOST_BYTES = 100 << 20;

  @TempDir Path directory;
  private MySqlTestServer server;

  @BeforeEach
  void start() {
    long descriptors =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    if (descriptors < MANY + MANY / 2) {
      System.out.println("SKIPPED: ulimit -n is " + descriptors + ", both sides are in here.");
    }
    assumeTrue(descriptors >= MANY + MANY / 2);
    server =
        new MySqlTestServer(
            directory.resolve("data"), "qe_max_connection", Integer.toString(LOGGED_IN));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void tenThousandThatSayNothingAreBoundedAndKeepNobodyOut() throws Exception {
    assertServes();
    long before = used();
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        silent.add(
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
        if (i % 2500 == 0) {
          assertServes();
        }
      }
      assertServes();
      awaitFewerThan(1001); // those that were told are closed a moment later
      assertThat(used() - before).isLessThan(MOST_BYTES);
    } finally {
      for (SocketChannel one : silent) {
        one.close();
      }
    }
    assertServes();
  }

  @Test
  void thoseBeyondTheLimitAreToldSoAndTheOthersGoOn() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < LOGGED_IN; i++) {
        clients.add(RawClient.loggedIn(server.port()));
      }
      long before = used();
      for (int i = LOGGED_IN; i < MANY; i++) {
        try (RawClient refused = new RawClient(server.port())) {
          assertThat(refused.errorBeforeClose()).isEqualTo(1040);
        }
      }
      for (RawClient client : clients) {
        client.send(0, new byte[] {14});
        assertThat(client.receive()).startsWith(0);
      }
      assertThat(used() - before).isLessThan(MOST_BYTES);
      clients.remove(0).close();
      assertServes();
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  private void awaitFewerThan(int count) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (server.mysql.connections() >= count) {
      assertThat(System.nanoTime()).as("there are " + server.mysql.connections()).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void assertServes() throws SQLException, InterruptedException {
    SQLException last = null;
    for (int attempt = 0; attempt < 20; attempt++) { // a place is free a moment after its client
      try (Connection connection = server.mysql("?sslMode=DISABLED");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT 7")) {
        assertThat(rows.next()).isTrue();
        return;
      } catch (SQLException e) {
        last = e;
        Thread.sleep(50);
      }
    }
    throw last;
  }

  private static long used() throws IOException {
    System.gc();
    Runtime heap = Runtime.getRuntime();
    return heap.totalMemory()
        - heap.freeMemory()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
