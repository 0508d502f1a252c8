package plimsoll.server.mysql.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketsTest {
  private final List<byte[]> messages = new ArrayList<>();
  private final List<WireException> broken = new ArrayList<>();
  private final StringBuilder stream = new StringBuilder();
  private long limit = 1000;
  private boolean wantsMore = true;
  private int ends;

  private final Sequence sequence = new Sequence();
  private final PacketReader reader = new PacketReader(new Recorder(), sequence);
  private final EmbeddedChannel channel = channel();

  private EmbeddedChannel channel() {
    EmbeddedChannel embedded = new EmbeddedChannel(reader);
    embedded.config().setAutoRead(false);
    return embedded;
  }

  private final class Recorder implements PacketReader.Receiver {
    @Override
    public void opened() {}

    @Override
    public void message(ByteBuf message) {
      messages.add(ByteBufUtil.getBytes(message));
      message.release();
      if (wantsMore) {
        sequence.reset();
        reader.wantMessage(limit);
      }
    }

    @Override
    public void chunk(ByteBuf chunk) {
      stream.append(chunk.toString(StandardCharsets.US_ASCII));
      chunk.release();
    }

    @Override
    public void streamEnded() {
      ends++;
    }

    @Override
    public void broken(WireException why) {
      broken.add(why);
    }

    @Override
    public void closed() {}
  }

  private void send(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
  }

  @Test
  void aPacketIsAMessageHoweverItIsCut() {
    reader.wantMessage(limit);
    for (String piece : "03 00 00 00 61 62 63 01 00 00 00 7a".split(" ", -1)) {
      send(piece);
    }
    assertThat(messages).containsExactly(ascii("abc"), ascii("z"));
  }

  @Test
  void nothingIsGivenOutBeforeItIsWanted() {
    send("01 00 00 00 61");
    assertThat(messages).isEmpty();
    reader.wantMessage(limit);
    assertThat(messages).hasSize(1);
  }

  @Test
  void anEmptyPacketIsAnEmptyMessage() {
    reader.wantMessage(limit);
    send("00 00 00 00");
    assertThat(messages).containsExactly(new byte[0]);
  }

  @Test
  void aWrongNumberBreaksTheConnection() {
    reader.wantMessage(limit);
    send("01 00 00 07 61");
    assertThat(broken).hasSize(1);
    assertThat(broken.get(0).error()).isEqualTo(WireError.PACKETS_OUT_OF_ORDER);
    send("01 00 00 00 61");
    assertThat(messages).isEmpty();
  }

  @Test
  void aMessageOverTheLimitIsRefusedByItsHeader() {
    limit = 10;
    reader.wantMessage(limit);
    send("0b 00 00 00");
    assertThat(broken.get(0).error()).isEqualTo(WireError.PACKET_TOO_LARGE);
  }

  @Test
  void severalFullPacketsAreRefusedTogether() {
    limit = PacketReader.FULL + 5L;
    reader.wantMessage(limit);
    ByteBuf full = Unpooled.buffer(PacketReader.FULL + 8);
    full.writeMediumLE(PacketReader.FULL).writeByte(0).writeZero(PacketReader.FULL);
    full.writeMediumLE(6).writeByte(1);
    channel.writeInbound(full);
    assertThat(broken.get(0).error()).isEqualTo(WireError.PACKET_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, PacketReader.FULL - 1, PacketReader.FULL, PacketReader.FULL + 1, 40_000_000})
  void whatIsWrittenIsReadBackEqual(int length) {
    limit = Integer.MAX_VALUE;
    wantsMore = false;
    EmbeddedChannel other = new EmbeddedChannel();
    PacketWriter writer = new PacketWriter(other, new Sequence());
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    writer.begin().writeBytes(payload);
    writer.end();
    writer.flush();
    reader.wantMessage(limit);
    ByteBuf sent = other.readOutbound();
    assertThat(sent.readableBytes()).isEqualTo(length + 4 * (length / PacketReader.FULL + 1));
    channel.writeInbound(sent);
    assertThat(messages).hasSize(1);
    assertThat(Arrays.equals(messages.get(0), payload)).isTrue();
  }

  @Test
  void aMessageThatWasNotEndedLeavesNothing() {
    EmbeddedChannel other = new EmbeddedChannel();
    PacketWriter writer = new PacketWriter(other, new Sequence());
    writer.begin().writeByte(1);
    writer.end();
    writer.begin().writeBytes(new byte[100]);
    writer.begin().writeByte(2);
    writer.end();
    writer.flush();
    ByteBuf sent = other.readOutbound();
    assertThat(ByteBufUtil.hexDump(sent)).isEqualTo("01000000010100000102");
    sent.release();
  }

  @Test
  void aStreamEndsWithAnEmptyPacket() {
    reader.wantStream();
    send("03 00 00 00 61 62 63 01 00 00 01 64 00 00 00 02");
    assertThat(stream).hasToString("abcd");
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void aStreamWaitsWhileNobodyReads() {
    reader.wantStream();
    reader.wantNothing();
    send("03 00 00 00 61 62 63");
    assertThat(stream).isEmpty();
    reader.wantStream();
    assertThat(stream).hasToString("abc");
  }

  @Test
  void anyBytesInAnyPiecesGiveMessagesOrOneFailure() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      PacketsTest test = new PacketsTest();
      if (random.nextBoolean()) {
        test.reader.wantMessage(1 + random.nextInt(2000));
      } else {
        test.reader.wantStream();
      }
      for (int piece = 0; piece < 20; piece++) {
        test.channel.writeInbound(Unpooled.wrappedBuffer(bytes(random)));
      }
      test.channel.finishAndReleaseAll();
      assertThat(test.broken).hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Noise, or something that begins as a packet does. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    if (bytes.length > 4 && random.nextInt(3) > 0) {
      bytes[0] = (byte) (bytes.length - 4);
      bytes[1] = 0;
      bytes[2] = 0;
      bytes[3] = (byte) random.nextInt(2);
    }
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
