package plimsoll.lake.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;
import plimsoll.flow.ByteSink;

/** Compresses pages, one thread's; its native context lives until {@link #close}. */
final class Compressor implements Closeable {
  private final PageCompression compression;
  private final @Nullable ZstdCompressCtx zstd;

  Compressor(PageCompression compression) {
    this.compression = compression;
    zstd =
        compression.codec() == CompressionCodecName.ZSTD
            ? new ZstdCompressCtx().setLevel(compression.level())
            : null;
  }

  CompressionCodecName codec() {
    return compression.codec();
  }

  /**
   * Appends the compressed form of {@code from} to {@code to}.
   *
   * @return bytes appended
   */
  int compress(ByteSink from, ByteSink to) throws IOException {
    int start = to.size;
    if (zstd != null) {
      int bound = Math.toIntExact(Zstd.compressBound(from.size));
      to.reserve(bound);
      to.size += zstd.compressByteArray(to.data, start, bound, from.data, 0, from.size);
    } else if (compression.codec() == CompressionCodecName.SNAPPY) {
      to.reserve(Snappy.maxCompressedLength(from.size));
      to.size += Snappy.compress(from.data, 0, from.size, to.data, start);
    } else {
      to.put(from.data, 0, from.size);
    }
    return to.size - start;
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}
