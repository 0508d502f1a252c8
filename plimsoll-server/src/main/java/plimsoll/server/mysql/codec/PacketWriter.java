package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects packets and sends them, waiting while the client is slow. Used by one thread at a time;
 * only a worker may be made to wait, never the event loop.
 *
 * <p>Memory: one message, {@value #FLUSH} bytes of finished packets, and what the channel takes
 * before it calls itself not writable.
 */
public final class PacketWriter {
  private static final int FLUSH = 32 << 10;

  private final Channel channel;
  private final Sequence sequence;
  private final Object writability = new Object();
  private @Nullable ByteBuf buffer;
  private int start;
  private boolean open;
  private volatile boolean givenUp;

  /** Writes to that channel. */
  public PacketWriter(Channel channel, Sequence sequence) {
    this.channel = channel;
    this.sequence = sequence;
  }

  /** Begins a message: its payload goes into the buffer given. One that was not ended is gone. */
  public ByteBuf begin() {
    ByteBuf out = buffer;
    if (out == null) {
      out = channel.alloc().buffer(512);
      buffer = out;
    }
    if (open) {
      out.writerIndex(start); // a message that could not be finished
    }
    open = true;
    start = out.writerIndex();
    out.writeZero(4);
    return out;
  }

  /** Ends the message: cuts it into packets. */
  public void end() {
    ByteBuf out = current();
    open = false;
    int length = out.writerIndex() - start - 4;
    if (length < PacketReader.FULL) {
      out.setMediumLE(start, length);
      out.setByte(start + 3, sequence.take());
    } else {
      cut(out, length);
    }
  }

  private void cut(ByteBuf out, int length) {
    ByteBuf payload = out.copy(start + 4, length);
    out.writerIndex(start);
    int count;
    do {
      count = Math.min(PacketReader.FULL, payload.readableBytes());
      out.writeMediumLE(count).writeByte(sequence.take());
      out.writeBytes(payload, count);
    } while (count == PacketReader.FULL);
    payload.release();
  }

  private ByteBuf current() {
    ByteBuf out = buffer;
    if (out == null) {
      throw new IllegalStateException("no message was begun");
    }
    return out;
  }

  /** Sends what is finished if it is enough to be worth it, and waits while the client is slow. */
  public void flushIfFull(Duration patience) {
    if (buffer != null && buffer.readableBytes() >= FLUSH) {
      flush();
      awaitWritable(patience);
    }
  }

  /** Sends what is finished; does not wait. */
  public void flush() {
    ByteBuf out = buffer;
    buffer = null;
    if (out != null) {
      var unused = channel.writeAndFlush(out, channel.voidPromise()); // a failure closes it
    }
  }

  /** Forgets what was not sent. */
  public void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
    open = false;
  }

  /** From any thread: from now on nobody waits for the client. */
  public void giveUp() {
    givenUp = true;
    writabilityChanged();
  }

  /** The channel's state changed: whoever waits looks again. */
  public void writabilityChanged() {
    synchronized (writability) {
      writability.notifyAll();
    }
  }

  private void awaitWritable(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (writability) {
      while (!channel.isWritable()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (givenUp || !channel.isActive() || millis <= 0) {
          throw new ConnectionLostException("the client does not take its answer");
        }
        try {
          writability.wait(millis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ConnectionLostException("the server stops");
        }
      }
    }
  }

  // ---- fields

  /** A length-encoded number. */
  public static void length(ByteBuf out, long value) {
    if (value < 0xfb) {
      out.writeByte((int) value);
    } else if (value <= 0xffff) {
      out.writeByte(0xfc).writeShortLE((int) value);
    } else if (value <= 0xffffff) {
      out.writeByte(0xfd).writeMediumLE((int) value);
    } else {
      out.writeByte(0xfe).writeLongLE(value);
    }
  }

  /** Bytes behind their length. */
  public static void counted(ByteBuf out, byte[] value) {
    length(out, value.length);
    out.writeBytes(value);
  }

  /** UTF-8 text behind its length. */
  public static void counted(ByteBuf out, String value) {
    counted(out, value.getBytes(StandardCharsets.UTF_8));
  }

  /** UTF-8 text and a zero byte. */
  public static void zeroEnded(ByteBuf out, String value) {
    out.writeCharSequence(value, StandardCharsets.UTF_8);
    out.writeByte(0);
  }
}
