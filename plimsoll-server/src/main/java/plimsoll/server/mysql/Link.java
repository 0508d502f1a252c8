package plimsoll.server.mysql;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.server.mysql.codec.Answers;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.Sequence;
import plimsoll.server.mysql.codec.WireError;

/**
 * One client's socket: where it comes from, what is written to it, when it ends. But for {@link
 * #onLoop}, {@link #hangUp} and the addresses, used on the connection's event loop only.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** How long a client that is refused is given to read why. */
  static final Duration LINGER = Duration.ofSeconds(2);

  private final Channel channel;
  private final Sequence sequence = new Sequence();
  private final PacketWriter writer;
  private @Nullable ScheduledFuture<?> deadline;
  private volatile boolean closed;

  Link(Channel channel) {
    this.channel = channel;
    this.writer = new PacketWriter(channel, sequence);
  }

  Channel channel() {
    return channel;
  }

  Sequence sequence() {
    return sequence;
  }

  PacketWriter writer() {
    return writer;
  }

  // ---- where it comes from

  /** The client's address, without a port. */
  String host() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(address);
  }

  /** With its port. */
  String address() {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        ? host() + ":" + inet.getPort()
        : host();
  }

  boolean isLoopback() {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        && inet.getAddress().isLoopbackAddress();
  }

  boolean inTlsHandshake() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls != null && !tls.handshakeFuture().isDone();
  }

  boolean overTls() {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  // ---- turns

  void onLoop(Runnable action) {
    try {
      channel.eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("The server has stopped; nobody is left to tell {}", channel, e);
    }
  }

  void ifOpen(Runnable action) {
    if (!closed) {
      action.run();
    }
  }

  /** Does that when so much time has passed, unless {@link #stopDeadline} comes first. */
  void after(Duration time, Runnable action) {
    stopDeadline();
    deadline = channel.eventLoop().schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  // ---- what is said

  /** Ends the message that was begun and sends it. */
  void send() {
    writer.end();
    writer.flush();
  }

  /** Begins the answer of a failure; it is sent with what follows. */
  void error(WireError error, String message) {
    Answers.error(writer.begin(), error.number(), error.state(), message);
    writer.end();
  }

  /** Says why, if something can be said, then closes. */
  void refuse(WireError error, String message) {
    refuse(error.number(), error.state(), message);
  }

  void refuse(int errorNumber, String sqlState, String message) {
    if (inTlsHandshake()) {
      hangUp(); // what is written would wait for the end of the handshake
    } else {
      ifOpen(() -> sayAndClose(errorNumber, sqlState, message));
    }
  }

  private void sayAndClose(int errorNumber, String sqlState, String message) {
    Answers.error(writer.begin(), errorNumber, sqlState, message);
    send();
    after(LINGER, this::hangUp); // it may not take what is said
    var unused =
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  // ---- the end

  /** Closes without a word; the connection is told when it is done. */
  void hangUp() {
    var unused = channel.close();
  }

  boolean isClosed() {
    return closed;
  }

  /** It is closed. */
  void closed() {
    closed = true;
    stopDeadline();
  }
}
