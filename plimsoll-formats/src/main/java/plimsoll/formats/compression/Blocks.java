package plimsoll.formats.compression;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** Unpacks blocks whose unpacked length is known: pages of files that lie in columns. */
public final class Blocks {
  /** How a block is packed. */
  public enum Kind {
    NONE,
    /** Snappy's raw format, without framing. */
    SNAPPY,
    GZIP,
    ZSTD,
    /** One LZ4 block, without framing. */
    LZ4,
    /** LZ4 blocks as Hadoop frames them, or one without framing: writers did both. */
    LZ4_HADOOP
  }

  private static final int HADOOP_PREFIX = 8;

  private final LZ4SafeDecompressor lz4 = LZ4Factory.fastestJavaInstance().safeDecompressor();

  /**
   * Unpacks {@code packed[start, start + length)} to {@code to[0, toLength)}.
   *
   * @throws IOException if it is damaged, or unpacks to another length
   */
  public void unpack(Kind kind, byte[] packed, int start, int length, byte[] to, int toLength)
      throws IOException {
    int unpacked;
    try {
      unpacked = unpackInto(kind, packed, start, length, to, toLength);
    } catch (RuntimeException | SnappyError e) { // what is damaged does not always say so nicely
      throw new IOException("its compressed bytes are damaged (" + e.getMessage() + ")", e);
    }
    if (unpacked != toLength) {
      throw new IOException("it unpacks to " + unpacked + " bytes, should be " + toLength);
    }
  }

  private int unpackInto(Kind kind, byte[] packed, int start, int length, byte[] to, int toLength)
      throws IOException {
    return switch (kind) {
      case NONE -> {
        System.arraycopy(packed, start, to, 0, length);
        yield length;
      }
      case SNAPPY -> {
        int said = Snappy.uncompressedLength(packed, start, length);
        yield said == toLength ? Snappy.uncompress(packed, start, length, to, 0) : said;
      }
      case GZIP -> gunzip(packed, start, length, to, toLength);
      case ZSTD -> zstd(packed, start, length, to, toLength);
      case LZ4 -> lz4.decompress(packed, start, length, to, 0, toLength);
      case LZ4_HADOOP -> hadoop(packed, start, length, to, toLength);
    };
  }

  private static int gunzip(byte[] packed, int start, int length, byte[] to, int toLength)
      throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed, start, length), 1 << 13)) {
      int read = in.readNBytes(to, 0, toLength);
      return in.read() < 0 ? read : read + 1;
    } catch (EOFException e) { // it has no message of its own
      throw new IOException("its compressed bytes end too early", e);
    }
  }

  private static int zstd(byte[] packed, int start, int length, byte[] to, int toLength)
      throws IOException {
    long unpacked = Zstd.decompressByteArray(to, 0, toLength, packed, start, length);
    if (Zstd.isError(unpacked)) {
      throw new IOException(
          "its compressed bytes are damaged (" + Zstd.getErrorName(unpacked) + ")");
    }
    return (int) unpacked;
  }

  private int hadoop(byte[] packed, int start, int length, byte[] to, int toLength) {
    try {
      int unpacked = framed(packed, start, length, to, toLength);
      if (unpacked == toLength) {
        return unpacked;
      }
    } catch (LZ4Exception | IndexOutOfBoundsException e) {
      return lz4.decompress(packed, start, length, to, 0, toLength);
    }
    return lz4.decompress(packed, start, length, to, 0, toLength);
  }

  /**
   * Each block begins with its length unpacked, and has parts until that is reached, each behind
   * its length packed, big-endian; -1 for other bytes.
   */
  private int framed(byte[] packed, int start, int length, byte[] to, int toLength) {
    ByteBuffer in = ByteBuffer.wrap(packed, start, length);
    int done = 0;
    while (in.remaining() >= HADOOP_PREFIX) {
      int unpackedLength = in.getInt();
      if (unpackedLength < 0 || unpackedLength > toLength - done) {
        return -1;
      }
      int end = done + unpackedLength;
      do {
        done = part(packed, in, to, done, end);
      } while (done >= 0 && done < end && in.remaining() >= Integer.BYTES);
      if (done != end) {
        return -1;
      }
    }
    return in.hasRemaining() ? -1 : done;
  }

  /** Past what one part unpacks to; -1 for other bytes. */
  private int part(byte[] packed, ByteBuffer in, byte[] to, int done, int end) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      return -1;
    }
    int unpacked = lz4.decompress(packed, in.position(), length, to, done, end - done);
    in.position(in.position() + length);
    return done + unpacked;
  }
}
