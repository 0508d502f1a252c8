package plimsoll.formats.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.SnappyFramedOutputStream;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Compression;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.PeekedSource;
import plimsoll.pipeline.read.Source;

/** Every compression, as inputs are read: whole, in members, cut off, damaged. */
class CodecsTest {
  private static final byte[] TEXT = text();

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME"})
  void whatWasPackedComesBack(Compression kind) throws IOException {
    assertThat(unpacked(kind, pack(kind, TEXT))).isEqualTo(TEXT);
    assertThat(unpacked(kind, pack(kind, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME", "DEFLATE"})
  void membersOneAfterTheOtherAreOneInput(Compression kind) throws IOException {
    byte[] one = pack(kind, TEXT);
    byte[] two = pack(kind, "x,y\n".getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    byte[] expected = Arrays.copyOf(TEXT, TEXT.length + 4);
    System.arraycopy("x,y\n".getBytes(StandardCharsets.UTF_8), 0, expected, TEXT.length, 4);
    assertThat(unpacked(kind, both)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME"})
  void cutOffAnywhereIsAnError(Compression kind) throws IOException {
    byte[] packed = pack(kind, Arrays.copyOf(TEXT, 5_000));
    for (int length = 1; length < packed.length; length += 1 + packed.length / 50) {
      byte[] cut = Arrays.copyOf(packed, length);
      if (kind == Compression.SNAPPY && isBetweenFrames(cut)) {
        continue;
      }
      assertDamaged(kind, cut);
    }
    assertDamaged(kind, Arrays.copyOf(packed, packed.length - 1));
  }

  /** Framed Snappy has no mark for its end: between two frames it just may have ended. */
  private static boolean isBetweenFrames(byte[] cut) {
    int at = 0;
    while (at < cut.length && at + 4 <= cut.length) {
      int size = cut[at + 1] & 0xFF | (cut[at + 2] & 0xFF) << 8 | (cut[at + 3] & 0xFF) << 16;
      at += 4 + size;
    }
    return at == cut.length;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME"})
  void bytesBehindTheEndAreAnError(Compression kind) throws IOException {
    byte[] packed = pack(kind, TEXT);
    byte[] more = Arrays.copyOf(packed, packed.length + 20);
    Arrays.fill(more, packed.length, more.length, (byte) 'x');
    assertDamaged(kind, more);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME"})
  void otherBytesAreAnError(Compression kind) {
    assertDamaged(kind, "day,origin\n2024-01-01,ORD\n".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BY_NAME"})
  void aChangedByteNeverChangesTheText(Compression kind) throws IOException {
    byte[] packed = pack(kind, Arrays.copyOf(TEXT, 20_000));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = packed.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] read;
      try {
        read = unpacked(kind, damaged);
      } catch (PlimsollException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_COMPRESSION);
        continue;
      }
      assertThat(read).isEqualTo(Arrays.copyOf(TEXT, 20_000));
    }
  }

  /** Flags of RFC 1952: FNAME, which {@code gzip FILE} sets, and FCOMMENT. */
  @ParameterizedTest
  @ValueSource(bytes = {8, 16})
  void gzipMayNameItsFile(byte flag) throws IOException {
    byte[] packed = pack(Compression.GZIP, TEXT);
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    packed[3] = flag;
    named.write(packed, 0, 10);
    named.writeBytes("f.csv\0".getBytes(StandardCharsets.US_ASCII));
    named.write(packed, 10, packed.length - 10);
    assertThat(unpacked(Compression.GZIP, named.toByteArray())).isEqualTo(TEXT);
  }

  /** The command line's tool packs blocks of 4 MiB, more than is looked at. */
  @Test
  void aLargeBlockCanBeLookedInto() throws IOException {
    byte[] text = new byte[6 << 20];
    new Random(3).nextBytes(text);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        new LZ4FrameOutputStream(
            packed,
            LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB,
            LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE)) {
      out.write(text);
    }
    Decoding decoding = new Decoding(Compression.LZ4_FRAME, StandardCharsets.UTF_8, new Codecs());
    PeekedSource peeked = new PeekedSource(new One(new Bytes(packed.toByteArray())));
    assertThat(peeked.peek(1000, decoding).data()).isEqualTo(Arrays.copyOf(text, 1000));
    assertThat(decoding.open(peeked.next()).read(new byte[1], 0, 1)).isOne();
  }

  @Test
  void theEndingOfTheNameTells() {
    assertThat(Compression.BY_NAME.of("a/b.csv.GZ")).isEqualTo(Compression.GZIP);
    assertThat(Compression.BY_NAME.of("b.zst")).isEqualTo(Compression.ZSTD);
    assertThat(Compression.BY_NAME.of("b.lz4")).isEqualTo(Compression.LZ4_FRAME);
    assertThat(Compression.BY_NAME.of("b.bz2")).isEqualTo(Compression.BZIP2);
    assertThat(Compression.BY_NAME.of("b.sz")).isEqualTo(Compression.SNAPPY);
    assertThat(Compression.BY_NAME.of("b.zz")).isEqualTo(Compression.DEFLATE);
    assertThat(Compression.BY_NAME.of("gz")).isEqualTo(Compression.GZIP);
    assertThat(Compression.BY_NAME.of("b.csv")).isEqualTo(Compression.NONE);
    assertThat(Compression.NONE.of("b.gz")).isEqualTo(Compression.NONE);
  }

  private static void assertDamaged(Compression kind, byte[] packed) {
    assertThatThrownBy(() -> unpacked(kind, packed))
        .as(kind + ", " + packed.length + " bytes")
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_COMPRESSION));
  }

  private static byte[] unpacked(Compression kind, byte[] packed) throws IOException {
    Decoding decoding = new Decoding(kind, StandardCharsets.UTF_8, new Codecs());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try (ByteInput in = decoding.open(new Bytes(packed))) {
      for (int read = in.read(buffer, 0, buffer.length);
          read >= 0;
          read = in.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, read);
      }
    }
    return out.toByteArray();
  }

  private static byte[] pack(Compression kind, byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer(kind, packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  private static OutputStream packer(Compression kind, OutputStream out) throws IOException {
    return switch (kind) {
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
      case LZ4_FRAME ->
          new LZ4FrameOutputStream(
              out,
              LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
              LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
              LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case SNAPPY -> new SnappyFramedOutputStream(out);
      case DEFLATE -> new DeflaterOutputStream(out);
      case NONE, BY_NAME -> out;
    };
  }

  private static byte[] text() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(',').append(random.nextInt()).append(",abc\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static final class One implements Source {
    private @Nullable ByteInput input;

    One(ByteInput input) {
      this.input = input;
    }

    @Override
    public String describe() {
      return "one";
    }

    @Override
    public long totalBytes() {
      return -1;
    }

    @Override
    public @Nullable ByteInput next() {
      ByteInput only = input;
      input = null;
      return only;
    }

    @Override
    public void close() {}
  }

  /** Gives its bytes a few at a time, as a socket does. */
  private static final class Bytes implements ByteInput {
    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return "f";
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int take = Math.min(Math.min(length, 1_000), bytes.length - at);
      System.arraycopy(bytes, at, buffer, offset, take);
      at += take;
      return take;
    }

    @Override
    public void close() {}
  }
}
