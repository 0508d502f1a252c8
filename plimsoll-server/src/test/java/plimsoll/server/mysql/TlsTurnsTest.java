package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.mysql.auth.FastLogins;
import plimsoll.server.mysql.auth.Login;
import plimsoll.server.mysql.auth.RsaKeys;
import plimsoll.server.tls.ServerKeys;

/** A login over TLS with a clock of its own: the client answers for its own silence only. */
class TlsTurnsTest {
  private static final int LOGIN_SECONDS = 10;

  @TempDir static Path directory;
  private static Tls tls;

  private final Manual workers = new Manual();
  private final ThreadPoolExecutor statements =
      new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ConnectionRegistry registry = new ConnectionRegistry(10, 2);
  private final EmbeddedChannel server = new EmbeddedChannel();
  private EmbeddedChannel client;

  /** Runs nothing until it is told to. */
  private static final class Manual extends AbstractExecutorService {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }

  @BeforeAll
  static void keys() {
    tls = new Tls(() -> ServerKeys.own(directory));
  }

  @BeforeEach
  void greet() throws Exception {
    connect(server);
    assertThat(received()).as("the greeting").isPositive();
    byte[] wishesTls = new byte[32];
    wishesTls[0] = (byte) 0x00;
    wishesTls[1] = (byte) 0x8a; // TLS, protocol 4.1, secure connection
    wishesTls[8] = 45;
    ByteBuf packet = Unpooled.buffer().writeMediumLE(wishesTls.length).writeByte(1);
    server.writeInbound(packet.writeBytes(wishesTls));
    work();
    client =
        new EmbeddedChannel(
            new SslHandler(
                SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build()
                    .newEngine(Unpooled.EMPTY_BUFFER.alloc())));
  }

  private void connect(EmbeddedChannel channel) {
    Shared shared =
        new Shared(
            new MySqlSettings(
                "127.0.0.1",
                0,
                10,
                2,
                1,
                1 << 20,
                false,
                Duration.ofSeconds(LOGIN_SECONDS),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)),
            null,
            new Login.Services(
                (user, address) -> java.util.Optional.empty(), new RsaKeys(), new FastLogins()),
            new LoginFailures(),
            registry,
            tls,
            workers,
            statements);
    ClientConnection connection = new ClientConnection(shared, channel);
    channel.freezeTime();
    channel.pipeline().addLast(connection.reader());
    channel.pipeline().fireChannelActive();
  }

  @AfterEach
  void stop() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
    statements.shutdownNow();
  }

  /** What the server has computed elsewhere, one thing after the other. */
  private void work() {
    while (!workers.tasks.isEmpty()) {
      workers.tasks.remove().run();
      server.runPendingTasks();
    }
  }

  private void clientSends() {
    client.runPendingTasks();
    for (ByteBuf out = client.readOutbound(); out != null; out = client.readOutbound()) {
      server.writeInbound(out);
    }
  }

  private void serverSends() {
    for (ByteBuf out = server.readOutbound(); out != null; out = server.readOutbound()) {
      client.writeInbound(out);
    }
  }

  private int received() {
    int bytes = 0;
    for (ByteBuf out = server.readOutbound(); out != null; out = server.readOutbound()) {
      bytes += ByteBufUtil.getBytes(out).length;
      out.release();
    }
    return bytes;
  }

  private void pass(int seconds) {
    server.advanceTimeBy(seconds, TimeUnit.SECONDS);
    server.runScheduledPendingTasks();
    server.advanceTimeBy(1, TimeUnit.SECONDS); // what comes late is read first
    server.runScheduledPendingTasks();
  }

  private void shakeHands() {
    SslHandler handler = client.pipeline().get(SslHandler.class);
    for (int i = 0; i < 10 && !handler.handshakeFuture().isDone(); i++) {
      clientSends();
      work();
      serverSends();
    }
    clientSends();
    work();
    serverSends();
    assertThat(handler.handshakeFuture().isSuccess()).isTrue();
  }

  @Test
  void whatTheServerComputesIsNotTheClientsSilence() {
    clientSends();
    assertThat(workers.tasks).as("the client's hello, to be answered").isNotEmpty();
    pass(3 * LOGIN_SECONDS);
    assertThat(server.isOpen()).isTrue();
    shakeHands();
    assertThat(server.isOpen()).isTrue();
  }

  @Test
  void aClientThatIsSilentInItsHandshakeIsCutOff() {
    pass(LOGIN_SECONDS);
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void aClientThatIsSilentHalfwayIsCutOff() {
    clientSends();
    work();
    pass(LOGIN_SECONDS - 2);
    assertThat(server.isOpen()).isTrue();
    pass(2);
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void aClientThatIsSilentAfterItsHandshakeIsToldSo() {
    shakeHands();
    pass(LOGIN_SECONDS - 2);
    assertThat(server.isOpen()).isTrue();
    pass(2);
    serverSends();
    ByteBuf said = client.readInbound();
    assertThat(said.getUnsignedByte(4)).isEqualTo((short) 0xff);
    assertThat(said.getUnsignedShortLE(5)).isEqualTo(1159);
    said.release();
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void thoseInTheirHandshakeMakeRoomToo() {
    for (int i = 0; i < 2; i++) {
      EmbeddedChannel another = new EmbeddedChannel();
      connect(another);
      server.runPendingTasks();
      another.finishAndReleaseAll();
    }
    assertThat(server.isOpen()).isTrue();
    EmbeddedChannel one = new EmbeddedChannel();
    EmbeddedChannel two = new EmbeddedChannel();
    connect(one);
    connect(two);
    server.runPendingTasks();
    assertThat(server.isOpen()).isFalse();
    one.finishAndReleaseAll();
    two.finishAndReleaseAll();
  }
}
