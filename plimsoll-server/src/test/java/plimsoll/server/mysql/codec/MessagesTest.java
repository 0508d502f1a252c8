package plimsoll.server.mysql.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/** Messages against bytes written by hand from MySQL's description of its protocol. */
class MessagesTest {
  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replaceAll("\\s", "")));
  }

  private static String hex(ByteBuf bytes) {
    return ByteBufUtil.hexDump(bytes).replaceAll("(..)(?=.)", "$1 ");
  }

  @Test
  void theGreetingIsMySqls() {
    ByteBuf out = Unpooled.buffer();
    byte[] nonce = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
    new Greeting("8.0", 258, 0x12345678, nonce, "plug").write(out);
    assertThat(hex(out))
        .isEqualTo(
            "0a 38 2e 30 00 02 01 00 00 61 62 63 64 65 66 67 68 00 78 56 2d 02 00 34 12 15"
                + " 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00"
                + " 70 6c 75 67 00");
  }

  @Test
  void aDecimalOfVeryManyDigitsIsRefusedUnread() {
    ByteBuf message = Unpooled.buffer().writeBytes(bytes("00 01 f6 00"));
    PacketWriter.counted(message, "7".repeat(1 << 20));
    assertThatThrownBy(
            () ->
                new ParameterReader(StandardCharsets.UTF_8)
                    .read(message, 1, null, Collections.nCopies(1, null)))
        .hasMessage(
            "Malformed packet: a DECIMAL parameter has 1048576 characters, at most are 1000.");
  }

  @Test
  void aHandshakeResponseIsRead() {
    ByteBuf message =
        bytes(
            "8d a6 0f 00 00 00 00 01 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
                + " 00 00 00 00 70 61 6d 00 14 ab 09 ee f6 bc b1 32 3e 61 14 38 65 c0 99 1d 95 7d"
                + " 75 d4 47 74 65 73 74 00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77"
                + " 6f 72 64 00");
    HandshakeResponse read = HandshakeResponse.read(message, false, Capability.SERVER);
    assertThat(read.user()).isEqualTo("pam");
    assertThat(read.database()).isEqualTo("test");
    assertThat(read.plugin()).isEqualTo("mysql_native_password");
    assertThat(read.authResponse()).hasSize(20).startsWith(0xab, 0x09);
    assertThat(read.collation()).isEqualTo(8);
    assertThat(read.wantsTls()).isFalse();
  }

  @Test
  void aWishForTlsIsTheBeginningOfOne() {
    ByteBuf message = bytes("05 aa 00 00 00 00 00 01 2d" + "00".repeat(23));
    assertThat(HandshakeResponse.read(message, false, Capability.SERVER).wantsTls()).isTrue();
  }

  @Test
  void anOldProtocolIsRefused() {
    ByteBuf message = bytes("05 00 00 00 00 00 00 01 2d" + "00".repeat(23));
    assertThatThrownBy(() -> HandshakeResponse.read(message, false, Capability.SERVER))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("4.1");
  }

  @Test
  void answersAreMySqls() {
    ByteBuf ok = Unpooled.buffer();
    Answers.ok(ok, 0, 300, ServerStatus.AUTOCOMMIT, 70_000, "hi");
    assertThat(hex(ok)).isEqualTo("00 fc 2c 01 00 02 00 ff ff 02 68 69");
    ByteBuf eof = Unpooled.buffer();
    Answers.eof(eof, ServerStatus.MORE_RESULTS, 1);
    assertThat(hex(eof)).isEqualTo("fe 01 00 08 00");
    ByteBuf error = Unpooled.buffer();
    Answers.error(error, 1146, "42S02", "no");
    assertThat(hex(error)).isEqualTo("ff 7a 04 23 34 32 53 30 32 6e 6f");
  }

  @Test
  void aColumnIsDescribed() {
    ByteBuf out = Unpooled.buffer();
    ColumnDefinition.write(
        out, "n", new DataType.Decimal(10, 2), ColumnDefinition.UTF8MB4, true, false);
    assertThat(hex(out))
        .isEqualTo("03 64 65 66 00 00 00 01 6e 01 6e 0c 3f 00 0c 00 00 00 f6 80 80 02 00 00");
  }

  @Test
  void rowsAreText() {
    ByteBuf out = Unpooled.buffer();
    @Nullable Object[] row = {null, 7, true, "\u00fc"};
    List<DataType> types = List.of(Scalar.INT, Scalar.INT, Scalar.BOOLEAN, Scalar.STRING);
    Row.text(out, row, types, StandardCharsets.UTF_8);
    assertThat(hex(out)).isEqualTo("fb 01 37 01 31 02 c3 bc");
  }

  @Test
  void rowsAreBinary() {
    ByteBuf out = Unpooled.buffer();
    @Nullable Object[] row = {
      null, 7, -2L, LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000)
    };
    List<DataType> types =
        List.of(Scalar.INT, Scalar.TINYINT, Scalar.BIGINT, Scalar.DATE, Scalar.DATETIME);
    Row.binary(out, row, types, StandardCharsets.UTF_8);
    assertThat(hex(out))
        .isEqualTo(
            "00 04 07 fe ff ff ff ff ff ff ff 04 e8 07 02 1d"
                + " 0b e8 07 02 1d 01 02 03 04 00 00 00");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "01, 80, 128",
    "01, ff, 255",
    "08, ffffffffffffffff, 18446744073709551615",
    "03, ffffffff, 4294967295"
  })
  void unsignedNumbersStayPositive(String type, String value, String expected) {
    assertThat(parameter(type + "80" + value)).hasToString(expected);
  }

  @Test
  void parametersHaveTheirTypes() {
    assertThat(parameter("0100 80")).isEqualTo(-128L);
    assertThat(parameter("0800 0100000000000000")).isEqualTo(1L);
    assertThat(parameter("0500 000000000000f83f")).isEqualTo(1.5);
    assertThat(parameter("f600 04312e3230")).isEqualTo(new BigDecimal("1.20"));
    assertThat(parameter("0c00 04e807021d")).isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
    assertThat(parameter("0a00 04e807021d")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(parameter("0c00 00")).isEqualTo("0000-00-00 00:00:00");
    assertThat(parameter("0b00 08 01 01000000 020304")).isEqualTo("-26:03:04");
    assertThat(parameter("fd00 02c3bc")).isEqualTo("\u00fc");
  }

  /** The one parameter of a message: its type, then its value. */
  private static @Nullable Object parameter(String typeAndValue) {
    return read(bytes("00 01" + typeAndValue), 1).values().get(0);
  }

  private static ParameterReader.Read read(ByteBuf message, int count) {
    return new ParameterReader(StandardCharsets.UTF_8)
        .read(message, count, null, Collections.nCopies(count, null));
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(11);
    for (int round = 0; round < 100_000; round++) {
      byte[] noise = new byte[random.nextInt(90)];
      random.nextBytes(noise);
      if (noise.length > 5 && round % 2 == 0) {
        noise[1] |= 2; // the protocol of 4.1, so that reading goes on
      }
      int count = 1 + random.nextInt(20);
      onlyWireExceptions(() -> HandshakeResponse.read(buffer(noise), false, Capability.SERVER));
      onlyWireExceptions(() -> ChangeUser.read(buffer(noise), Capability.SERVER, 45));
      onlyWireExceptions(() -> read(buffer(noise), count));
    }
  }

  private static ByteBuf buffer(byte[] bytes) {
    return Unpooled.wrappedBuffer(bytes);
  }

  private static void onlyWireExceptions(Runnable reading) {
    try {
      reading.run();
    } catch (WireException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }
}
