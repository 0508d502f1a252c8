package plimsoll.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a MySQL client sends, from its first byte on: packets, the login's messages, every command
 * and its parameters, files.
 *
 * <p>The first byte of an input says how to read the rest. Even: as it comes from the socket. Odd:
 * as messages behind their length (one byte), which get right headers here, so that mutations reach
 * the fields inside. The second byte says where the bytes are cut. Whole or cut, the same must come
 * out, nothing may be thrown, and every buffer must be released.
 */
public final class PacketsTarget {
  private PacketsTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= 2) {
      Allocation.bounded(input.length, 4 << 10, () -> run(input));
    }
  }

  private static void run(byte[] input) {
    boolean framed = (input[0] & 1) != 0;
    byte[] whole = new Feed(input, framed, 0).run();
    byte[] cut = new Feed(input, framed, (input[1] | 1) & 0xff).run();
    if (!Arrays.equals(whole, cut)) {
      throw new AssertionError(
          "Whole: "
              + ByteBufUtil.prettyHexDump(Unpooled.wrappedBuffer(whole))
              + "\nCut: "
              + ByteBufUtil.prettyHexDump(Unpooled.wrappedBuffer(cut)));
    }
  }

  /** One connection that is sent one input. */
  private static final class Feed {
    private static final int HEADER = 4;

    /** Made once: it costs more than a run. */
    private static final EmbeddedChannel CHANNEL = new EmbeddedChannel();

    static {
      CHANNEL.config().setAllocator(new UnpooledByteBufAllocator(false));
    }

    private final byte[] input;
    private final boolean framed;
    private final int seed;
    private final MySqlConversation conversation;
    private final List<ByteBuf> pieces = new ArrayList<>();
    private int random;

    /**
     * A feed.
     *
     * @param seed of the places to cut at, 0 for none
     */
    Feed(byte[] input, boolean framed, int seed) {
      this.input = input;
      this.framed = framed;
      this.seed = seed;
      this.random = seed;
      this.conversation = new MySqlConversation(seed == 0);
    }

    byte[] run() {
      CHANNEL.pipeline().addLast(conversation.reader());
      try {
        conversation.begin(CHANNEL);
        if (framed) {
          sendMessages();
        } else {
          send(Unpooled.wrappedBuffer(input, 2, input.length - 2));
        }
        CHANNEL.checkException();
      } finally {
        CHANNEL.pipeline().fireChannelInactive();
        CHANNEL.pipeline().remove(conversation.reader());
      }
      CHANNEL.checkException();
      requireReleased();
      return conversation.seen();
    }

    private void sendMessages() {
      int at = 2;
      while (at < input.length && conversation.isOpen()) {
        int length = Math.min(input[at++] & 0xff, input.length - at);
        ByteBuf packet = Unpooled.buffer(HEADER + length);
        packet.writeMediumLE(length).writeByte(conversation.nextNumber());
        packet.writeBytes(input, at, length);
        send(packet);
        at += length;
      }
    }

    private void send(ByteBuf bytes) {
      if (seed == 0) {
        sendPiece(bytes);
        return;
      }
      while (bytes.isReadable()) {
        random = random * 1_103_515_245 + 12_345;
        int most = 1 + (random >>> 16 & seed);
        sendPiece(bytes.readBytes(Math.min(most, bytes.readableBytes())));
      }
      bytes.release();
    }

    private void sendPiece(ByteBuf piece) {
      pieces.add(piece);
      CHANNEL.pipeline().fireChannelRead(piece);
      CHANNEL.pipeline().fireChannelReadComplete();
    }

    private void requireReleased() {
      for (ByteBuf piece : pieces) {
        if (piece.capacity() > 0 && piece.refCnt() != 0) {
          throw new AssertionError("a piece of " + piece.capacity() + " bytes is never released");
        }
      }
    }
  }
}
