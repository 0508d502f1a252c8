package plimsoll.lake.parquet;

import java.util.Arrays;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Smallest and largest byte span of a page: bytes compare unsigned, as UTF-8 text does by code
 * point; big-endian decimals of one length compare signed.
 */
final class SpanRange {
  private final PrimitiveType type;
  private final long sign;
  private final Bound min = new Bound();
  private final Bound max = new Bound();
  private boolean empty = true;

  /**
   * Nothing yet.
   *
   * @param signed spans are two's complement numbers of one length
   */
  SpanRange(PrimitiveType type, boolean signed) {
    this.type = type;
    sign = signed ? 0 : Long.MIN_VALUE;
  }

  /** Takes a value; its bytes are copied only when it widens the range. */
  void add(byte[] data, int start, int length) {
    long prefix = Spans.prefix(data, start, length) ^ sign;
    if (empty) {
      empty = false;
      min.set(prefix, data, start, length);
      max.set(prefix, data, start, length);
      return;
    }
    if (prefix <= min.prefix && min.compare(prefix, data, start, length) < 0) {
      min.set(prefix, data, start, length);
    }
    if (prefix >= max.prefix && max.compare(prefix, data, start, length) > 0) {
      max.set(prefix, data, start, length);
    }
  }

  Statistics<?> statistics() {
    Statistics<?> statistics = Statistics.createStats(type);
    if (!empty && statistics instanceof BinaryStatistics spans) {
      spans.setMinMaxFromBytes(min.copy(), max.copy());
    }
    return statistics;
  }

  void clear() {
    empty = true;
  }

  private static final class Bound {
    private long prefix;
    private byte[] bytes = new byte[16];
    private int length;

    void set(long newPrefix, byte[] data, int start, int newLength) {
      prefix = newPrefix;
      length = newLength;
      if (bytes.length < newLength) {
        bytes = new byte[newLength * 2];
      }
      System.arraycopy(data, start, bytes, 0, newLength);
    }

    /** Order of the given span against this bound. */
    int compare(long otherPrefix, byte[] data, int start, int otherLength) {
      return otherPrefix != prefix
          ? Long.compare(otherPrefix, prefix)
          : Arrays.compareUnsigned(data, start, start + otherLength, bytes, 0, length);
    }

    byte[] copy() {
      return Arrays.copyOf(bytes, length);
    }
  }
}
