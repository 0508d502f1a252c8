package plimsoll.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.Compression;

/** Unpacks inputs while they are read. */
public final class Decompression {
  private static final int BUFFER = 1 << 16;

  private Decompression() {}

  /** Whether an input of that name is compressed, under that option. */
  static boolean applies(Compression option, String name) {
    return switch (option) {
      case NONE -> false;
      case GZIP -> true;
      case BY_NAME -> name.toLowerCase(Locale.ROOT).endsWith(".gz");
    };
  }

  /** An input as its bytes are to be read: unpacked if it is compressed, under that option. */
  public static ByteInput open(ByteInput raw, Compression option) {
    return applies(option, raw.name()) ? unpack(raw, new ContentDigest().begin()) : raw;
  }

  /** The unpacked bytes of {@code raw}, whose own bytes go to {@code digest} as they are read. */
  static ByteInput unpack(ByteInput raw, ContentDigest.Input digest) {
    return new Unpacked(raw, digest);
  }

  /** The first unpacked bytes of a compressed prefix, as far as it goes. */
  static byte[] prefix(String name, byte[] packed, int most) {
    byte[] out = new byte[most];
    int filled = 0;
    try (GZIPInputStream in =
        new GZIPInputStream(new java.io.ByteArrayInputStream(packed), BUFFER)) {
      int read = 0;
      while (filled < most && (read = in.read(out, filled, most - filled)) >= 0) {
        filled += read;
      }
    } catch (java.io.EOFException e) {
      return Arrays.copyOf(out, filled); // the prefix ends inside a block: as much as there is
    } catch (IOException e) {
      throw ErrorCode.BAD_COMPRESSION.because(e, name, "gzip", 0L, e.getMessage());
    }
    return Arrays.copyOf(out, filled);
  }

  private static final class Unpacked implements ByteInput {
    private final ByteInput raw;
    private final RawBytes counted;
    private @Nullable GZIPInputStream in; // opened by the first read, which may wait for bytes

    Unpacked(ByteInput raw, ContentDigest.Input digest) {
      this.raw = raw;
      this.counted = new RawBytes(raw, digest);
    }

    @Override
    public String name() {
      return raw.name();
    }

    @Override
    public long length() {
      return raw.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return stream().read(buffer, offset, length);
      } catch (java.util.zip.ZipException | java.io.EOFException e) {
        throw ErrorCode.BAD_COMPRESSION.because(
            e,
            raw.name(),
            "gzip",
            counted.position,
            e instanceof java.io.EOFException ? "it ends too early" : e.getMessage());
      }
    }

    private GZIPInputStream stream() throws IOException {
      GZIPInputStream opened = in;
      if (opened == null) {
        opened = new GZIPInputStream(counted, BUFFER);
        in = opened;
      }
      return opened;
    }

    /** Gives the memory of zlib back, which lies outside the heap. */
    @Override
    public void close() throws IOException {
      try {
        if (in != null) {
          in.close();
        }
      } finally {
        raw.close();
      }
    }
  }

  /** Raw bytes as a stream; digests them block by block. */
  private static final class RawBytes extends InputStream {
    private final ByteInput raw;
    private final ContentDigest.Input digest;
    private final byte[] block = new byte[ContentDigest.BLOCK];
    private int filled;
    private int given;
    private long blocks;
    private long position;
    private boolean ended;

    RawBytes(ByteInput raw, ContentDigest.Input digest) {
      this.raw = raw;
      this.digest = digest;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (given == filled && !fill()) {
        return -1;
      }
      int take = Math.min(length, filled - given);
      System.arraycopy(block, given, buffer, offset, take);
      given += take;
      position += take;
      return take;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** GZIPInputStream looks here to see whether another member follows. */
    @Override
    public int available() throws IOException {
      return given < filled || fill() ? 1 : 0;
    }

    private boolean fill() throws IOException {
      if (ended) {
        return false;
      }
      filled = 0;
      given = 0;
      while (filled < block.length) {
        int read = raw.read(block, filled, block.length - filled);
        if (read < 0) {
          ended = true;
          break;
        }
        filled += read;
      }
      if (filled == 0) {
        return false;
      }
      digest.add(blocks++, block, 0, filled);
      return true;
    }
  }
}
