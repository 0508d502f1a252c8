package plimsoll.formats.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.xerial.snappy.SnappyFramedInputStream;
import plimsoll.flow.Unpacker;
import plimsoll.model.Compression;

/** Opens every compression that an input may have. */
public final class Codecs implements Unpacker {
  private static final int BUFFER = 1 << 16;

  @Override
  public InputStream open(Compression kind, InputStream packed) throws IOException {
    if (packed.available() == 0) {
      throw new EOFException();
    }
    try {
      return new Checked(codec(kind, packed), packed);
    } catch (RuntimeException e) { // what is damaged does not always fail with an IOException
      throw new IOException(e.toString(), e);
    }
  }

  private static InputStream codec(Compression kind, InputStream packed) throws IOException {
    return switch (kind) {
      // Java's own stops without a word at what is no whole member behind the first.
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(packed, BUFFER))
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
      // In Java: its native library would be unpacked to a temporary file.
      case LZ4_FRAME ->
          new LZ4FrameInputStream(
              packed,
              LZ4Factory.fastestJavaInstance().safeDecompressor(),
              XXHashFactory.fastestJavaInstance().hash32());
      case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER), true);
      case SNAPPY -> new SnappyFramedInputStream(packed, true);
      case DEFLATE -> new ZlibStream(packed);
      case NONE, BY_NAME -> throw new IllegalArgumentException(kind + " is not packed");
    };
  }

  /** Damage shows as an IOException, whatever a codec throws; the end only where the bytes end. */
  private static final class Checked extends FilterInputStream {
    private final InputStream packed;

    Checked(InputStream codec, InputStream packed) {
      super(codec);
      this.packed = packed;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(buffer, offset, length);
      } catch (RuntimeException e) {
        throw new IOException(e.toString(), e);
      }
      if (read < 0 && packed.available() > 0) {
        throw new IOException("other bytes follow its end");
      }
      return read;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
  }

  /** A zlib stream that has to end where its bytes do. */
  private static final class ZlibStream extends InflaterInputStream {
    ZlibStream(InputStream packed) {
      super(packed, new Inflater(), BUFFER);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read < 0 && inf.getRemaining() > 0) {
        throw new IOException("other bytes follow its end");
      }
      return read;
    }

    /** An inflater that was handed in is not closed by its stream. */
    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
