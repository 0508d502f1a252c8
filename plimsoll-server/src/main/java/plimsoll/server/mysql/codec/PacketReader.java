package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a connection's bytes into messages, when somebody wants one. All of it runs on the
 * connection's event loop.
 *
 * <p>A packet is three bytes of length, one of number, and the payload; a message is one payload,
 * or several when all but the last are full. Memory is what has arrived, never what a length
 * announces: at most the wanted limit, and a little that was sent ahead.
 */
public final class PacketReader extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(PacketReader.class);

  /** A payload of this length is followed by another of the same message. */
  public static final int FULL = 0xffffff;

  private static final int HEADER = 4;

  /** Bytes taken in while nobody wants any: enough to notice that the client is gone. */
  private static final int MOST_AHEAD = 64 << 10;

  /** What is told of a connection. */
  public interface Receiver {
    /** The socket is open. */
    void opened();

    /** A whole message, the receiver's to release. Nothing more comes until it is wanted. */
    void message(ByteBuf message);

    /** Bytes of a stream, the receiver's to release. */
    void chunk(ByteBuf chunk);

    /** The stream's end. Nothing more comes until it is wanted. */
    void streamEnded();

    /** The client breaks the rules; it is not read any more. */
    void broken(WireException why);

    /** The connection is over. Told once. */
    void closed();
  }

  private enum Mode {
    NOTHING,
    MESSAGE,
    STREAM,
    DRAIN,
    DEAD
  }

  private final Receiver receiver;
  private final Sequence sequence;
  private ByteBuf input = Unpooled.EMPTY_BUFFER;
  private @Nullable ByteBuf message;
  private @Nullable ChannelHandlerContext context;
  private Mode mode = Mode.NOTHING;
  private long limit;
  private boolean inPacket;
  private int left;
  private boolean continues;
  private boolean reading;
  private boolean delivering;

  /** Tells that receiver. */
  public PacketReader(Receiver receiver, Sequence sequence) {
    this.receiver = receiver;
    this.sequence = sequence;
  }

  // ---- what is wanted

  /** Asks for the next message, of at most so many bytes. */
  public void wantMessage(long mostBytes) {
    if (mode != Mode.DEAD) {
      mode = Mode.MESSAGE;
      limit = mostBytes;
      deliver();
    }
  }

  /** Asks for the bytes of a stream: the payloads up to an empty one. */
  public void wantStream() {
    if (mode != Mode.DEAD) {
      mode = Mode.STREAM;
      deliver();
    }
  }

  /** Asks for nothing for now. */
  public void wantNothing() {
    if (mode != Mode.DEAD) {
      mode = Mode.NOTHING;
    }
  }

  /** Reads and drops whatever still comes. */
  public void drain() {
    die();
    mode = Mode.DRAIN;
    readMore();
  }

  /** Bytes that arrived and were not used: what follows them is for whoever takes over. */
  public ByteBuf takeRest() {
    ByteBuf rest = input;
    input = Unpooled.EMPTY_BUFFER;
    return rest;
  }

  // ---- from the socket

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    receiver.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    ByteBuf arrived = (ByteBuf) bytes;
    if (mode == Mode.DEAD || mode == Mode.DRAIN) {
      arrived.release();
      return;
    }
    append(ctx, arrived);
    deliver();
  }

  private void append(ChannelHandlerContext ctx, ByteBuf arrived) {
    if (!input.isReadable()) {
      input.release();
      input = arrived;
      return;
    }
    ByteBuf joined = ctx.alloc().buffer(input.readableBytes() + arrived.readableBytes());
    joined.writeBytes(input).writeBytes(arrived);
    input.release();
    arrived.release();
    input = joined;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    readMore();
  }

  private void readMore() {
    ChannelHandlerContext ctx = context;
    boolean wanted =
        switch (mode) {
          case MESSAGE, STREAM, DRAIN -> true;
          case NOTHING -> input.readableBytes() < MOST_AHEAD;
          case DEAD -> false;
        };
    if (ctx != null && wanted && !reading) {
      reading = true;
      ctx.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    die();
    receiver.closed();
  }

  private void die() {
    mode = Mode.DEAD;
    input.release();
    input = Unpooled.EMPTY_BUFFER;
    if (message != null) {
      message.release();
      message = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("The connection from {} failed", ctx.channel().remoteAddress(), cause);
    var unused = ctx.close(); // reset by the client, or not TLS: nobody is there to be told
  }

  // ---- cutting

  /** Gives out what is there; a receiver that asks for more from inside is served by the loop. */
  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (step()) {}
    } catch (WireException broken) {
      die();
      receiver.broken(broken);
    } finally {
      delivering = false;
    }
    readMore();
  }

  /** One step; false if more bytes or a new wish are needed. */
  private boolean step() {
    if (mode != Mode.MESSAGE && mode != Mode.STREAM) {
      return false;
    }
    if (!inPacket) {
      return header();
    }
    return mode == Mode.MESSAGE ? messagePart() : streamPart();
  }

  private boolean header() {
    if (input.readableBytes() < HEADER) {
      return false;
    }
    boolean continued = continues;
    left = input.readUnsignedMediumLE();
    sequence.check(input.readUnsignedByte());
    inPacket = true;
    continues = left == FULL;
    if (mode == Mode.MESSAGE) {
      long before = message == null ? 0 : message.readableBytes();
      if (before + left > limit) {
        throw WireException.tooLarge(limit);
      }
    } else if (left == 0 && !continued) {
      inPacket = false;
      mode = Mode.NOTHING;
      receiver.streamEnded();
    }
    return true;
  }

  private boolean messagePart() {
    if (message == null) {
      message = Unpooled.buffer(Math.min(left, 1 << 10));
    }
    int count = Math.min(left, input.readableBytes());
    message.writeBytes(input, count);
    left -= count;
    if (left > 0) {
      return false;
    }
    inPacket = false;
    if (!continues) {
      ByteBuf whole = message;
      message = null;
      mode = Mode.NOTHING;
      receiver.message(whole);
    }
    return true;
  }

  private boolean streamPart() {
    int count = Math.min(left, input.readableBytes());
    left -= count;
    inPacket = left > 0;
    if (count > 0) {
      receiver.chunk(input.readRetainedSlice(count));
    }
    return count > 0 || !inPacket;
  }
}
