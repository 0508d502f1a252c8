package plimsoll.formats.parquet;

import java.io.IOException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import plimsoll.flow.LongRows;
import plimsoll.formats.compression.Blocks;

/** Unpacks pages, one worker's; the buffer of packed bytes is used by one page after the other. */
final class PageUnpacker {
  /** Pages of a usual size; a worker that needs more room than that waits for others. */
  private static final int USUAL_BYTES = 32 << 20;

  private final Blocks blocks = new Blocks();
  private final LongRows longRows;
  private byte[] packed = {};

  PageUnpacker(LongRows longRows) {
    this.longRows = longRows;
  }

  /**
   * Room for a page's packed bytes, until it is asked for again.
   *
   * @param length how many there are
   * @param unpacked how many they become
   */
  byte[] packed(int length, int unpacked) {
    if (Math.max(length, unpacked) > USUAL_BYTES) {
      longRows.begin();
    }
    if (packed.length < length) {
      packed = new byte[Math.max(length, Math.min(2 * packed.length, USUAL_BYTES))];
    }
    return packed;
  }

  /** Gives back what only a very large page needed. */
  void shrink() {
    if (packed.length > USUAL_BYTES) {
      packed = new byte[0];
    }
    longRows.end();
  }

  void unpack(
      CompressionCodecName codec, byte[] from, int start, int length, byte[] to, int toLength)
      throws IOException {
    unpack(kind(codec), from, start, length, to, toLength);
  }

  void unpack(Blocks.Kind kind, byte[] from, int start, int length, byte[] to, int toLength)
      throws IOException {
    if (kind == Blocks.Kind.NONE && length != toLength) {
      throw new IOException("a page is " + length + " bytes long, should be " + toLength);
    }
    if (length == 0 && toLength == 0) {
      return; // of NULLs only: some writers pack nothing to nothing
    }
    blocks.unpack(kind, from, start, length, to, toLength);
  }

  private static Blocks.Kind kind(CompressionCodecName codec) throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> Blocks.Kind.NONE;
      case SNAPPY -> Blocks.Kind.SNAPPY;
      case GZIP -> Blocks.Kind.GZIP;
      case ZSTD -> Blocks.Kind.ZSTD;
      case LZ4_RAW -> Blocks.Kind.LZ4;
      case LZ4 -> Blocks.Kind.LZ4_HADOOP;
      case BROTLI, LZO ->
          throw new IOException(
              "its pages are compressed by "
                  + codec
                  + ", which is not supported. Write it with zstd, snappy, gzip or lz4_raw");
    };
  }

  long footprint() {
    return packed.length;
  }
}
