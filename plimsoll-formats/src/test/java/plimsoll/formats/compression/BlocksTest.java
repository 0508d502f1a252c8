package plimsoll.formats.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.formats.compression.Blocks.Kind;

/** Blocks of pages: LZ4 in all framings that writers use, and what is cut off. */
class BlocksTest {
  private static final byte[] PLAIN = plain();

  private static byte[] plain() {
    byte[] bytes = new byte[600_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * i >> 7);
    }
    return bytes;
  }

  /** Hadoop's compressor cuts what is longer than its buffer into parts of one block. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 261_120, 599_999, 600_000})
  void partsOfOneHadoopBlockAreOnePage(int partLength) throws IOException {
    assertThat(unpacked(Kind.LZ4_HADOOP, hadoop(PLAIN.length, partLength))).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 300_000})
  void severalHadoopBlocksAreOnePage(int blockLength) throws IOException {
    assertThat(unpacked(Kind.LZ4_HADOOP, hadoop(blockLength, blockLength))).isEqualTo(PLAIN);
    assertThat(unpacked(Kind.LZ4_HADOOP, hadoop(blockLength, 700))).isEqualTo(PLAIN);
  }

  @Test
  void blockWithoutFramingIsReadToo() throws IOException {
    byte[] packed = LZ4Factory.fastestJavaInstance().fastCompressor().compress(PLAIN);
    assertThat(unpacked(Kind.LZ4_HADOOP, packed)).isEqualTo(PLAIN);
    assertThat(unpacked(Kind.LZ4, packed)).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 7, 9, 5000, -1})
  void hadoopBlockThatIsCutOffIsDamaged(int length) {
    byte[] packed = hadoop(PLAIN.length, 261_120);
    byte[] cut = Arrays.copyOf(packed, length < 0 ? packed.length + length : length);
    assertThatThrownBy(() -> unpacked(Kind.LZ4_HADOOP, cut)).isInstanceOf(IOException.class);
  }

  @Test
  void gzipThatIsCutOffSaysSo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(PLAIN);
    }
    for (int length : new int[] {5, 100}) {
      byte[] cut = Arrays.copyOf(packed.toByteArray(), length);
      assertThatThrownBy(() -> unpacked(Kind.GZIP, cut))
          .isInstanceOf(IOException.class)
          .hasMessage("its compressed bytes end too early");
    }
  }

  private static byte[] unpacked(Kind kind, byte[] packed) throws IOException {
    byte[] to = new byte[PLAIN.length];
    new Blocks().unpack(kind, packed, 0, packed.length, to, to.length);
    return to;
  }

  /** Blocks of that length, in parts of at most that length. */
  private static byte[] hadoop(int blockLength, int partLength) {
    LZ4Compressor lz4 = LZ4Factory.fastestJavaInstance().fastCompressor();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int block = 0; block < PLAIN.length; block += blockLength) {
      int end = Math.min(PLAIN.length, block + blockLength);
      number(end - block, out);
      for (int part = block; part < end; part += partLength) {
        byte[] packed = lz4.compress(PLAIN, part, Math.min(partLength, end - part));
        number(packed.length, out);
        out.writeBytes(packed);
      }
    }
    return out.toByteArray();
  }

  private static void number(int value, ByteArrayOutputStream out) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }
}
