package plimsoll.server.mysql;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.mysql.auth.AccountLookup;
import plimsoll.server.mysql.auth.FastLogins;
import plimsoll.server.mysql.auth.Login;
import plimsoll.server.mysql.auth.RsaKeys;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.session.SqlServices;
import plimsoll.server.tls.ServerKeys;

/** The MySQL front end, from start to stop. */
public final class MySqlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlServer.class);

  private static final int EVENT_LOOPS = 2;
  private static final int LOGIN_THREADS = 4;
  private static final int BACKLOG = 1024;
  private static final long IDLE_THREAD_SECONDS = 30;
  private static final int LOW_WATER = 64 << 10;
  private static final int HIGH_WATER = 256 << 10;
  private static final long KILL_MILLIS = 5000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          EVENT_LOOPS, new DefaultThreadFactory("plimsoll-mysql", true), NioIoHandler.newFactory());
  private final ThreadPoolExecutor loginWorkers;
  private final ThreadPoolExecutor statementWorkers;
  private final Shared shared;
  private final Channel listener;

  private MySqlServer(
      MySqlSettings settings,
      SqlServices services,
      AccountLookup accounts,
      LoginFailures failures,
      Supplier<ServerKeys> keys) {
    // Each connection has at most one task. Who finds no place in a queue is told so.
    loginWorkers = workers(LOGIN_THREADS, settings.maxHalfOpen(), "plimsoll-login");
    statementWorkers =
        workers(settings.maxStatements(), settings.maxConnections(), "plimsoll-statement");
    shared =
        new Shared(
            settings,
            services,
            new Login.Services(accounts, new RsaKeys(), new FastLogins()),
            failures,
            new ConnectionRegistry(settings.maxConnections(), settings.maxHalfOpen()),
            new Tls(keys),
            loginWorkers,
            statementWorkers);
    try {
      listener = listen(settings);
    } catch (RuntimeException e) {
      stopThreads();
      throw e;
    }
  }

  /**
   * Listens.
   *
   * @param failures failed logins, counted with those of other front ends
   * @param keys key and certificate, asked for when the first client wants TLS
   * @throws plimsoll.error.PlimsollException PORT_IN_USE
   */
  public static MySqlServer start(
      MySqlSettings settings,
      SqlServices services,
      AccountLookup accounts,
      LoginFailures failures,
      Supplier<ServerKeys> keys) {
    return new MySqlServer(settings, services, accounts, failures, keys);
  }

  private static ThreadPoolExecutor workers(int threads, int queue, String name) {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            new DefaultThreadFactory(name, true));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private Channel listen(MySqlSettings settings) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    ClientConnection connection = new ClientConnection(shared, channel);
                    channel.pipeline().addLast(new Writability(connection.writer()));
                    channel.pipeline().addLast(connection.reader());
                  }
                });
    var bound = bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw ErrorCode.PORT_IN_USE.because(
          cause, settings.host(), settings.port(), cause.getMessage());
    }
    return bound.channel();
  }

  /** Wakes a worker that waits for a slow client. */
  private static final class Writability extends ChannelInboundHandlerAdapter {
    private final PacketWriter writer;

    Writability(PacketWriter writer) {
      this.writer = writer;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      writer.writabilityChanged();
      ctx.fireChannelWritabilityChanged();
    }
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Connections at this moment. */
  public int connections() {
    return shared.registry().size();
  }

  /** Refuses new commands, lets running ones finish for a while, then ends them. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    ConnectionRegistry registry = shared.registry();
    registry.stop();
    try {
      if (!registry.awaitNone(shared.settings().grace().toMillis())) {
        LOG.warn("Statements of MySQL clients still ran after the grace; they are ended");
        registry.killAll();
        registry.awaitNone(KILL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopThreads();
  }

  private void stopThreads() {
    statementWorkers.shutdownNow();
    loginWorkers.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(KILL_MILLIS);
  }
}
