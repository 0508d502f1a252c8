package plimsoll.lake.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Smallest and largest byte span of a page: bytes compare unsigned, as UTF-8 text does by code
 * point; big-endian decimals of one length compare signed.
 *
 * <p>Only the first {@value #KEPT} bytes are kept: a shorter lower bound still is one, and the
 * upper one is rounded up, text to whole characters. A page may hold documents of megabytes, and
 * every page keeps its bounds until its file ends.
 */
final class SpanRange {
  /** Longest bound, but for one that cannot be rounded up. */
  static final int KEPT = 64;

  private final PrimitiveType type;
  private final boolean text;
  private final long sign;
  private final Bound min = new Bound(false);
  private final Bound max = new Bound(true);
  private boolean empty = true;

  /**
   * Nothing yet.
   *
   * @param signed spans are two's complement numbers of one length
   */
  SpanRange(PrimitiveType type, boolean signed) {
    this.type = type;
    sign = signed ? 0 : Long.MIN_VALUE;
    text = isText(type.getLogicalTypeAnnotation());
  }

  private static boolean isText(@Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || annotation instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
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
    if (prefix >= max.prefix && max.isBelow(prefix, data, start, length)) {
      max.set(prefix, data, start, length);
    }
  }

  Statistics<?> statistics() {
    Statistics<?> statistics = Statistics.createStats(type);
    if (!empty && statistics instanceof BinaryStatistics spans) {
      spans.setMinMaxFromBytes(min.lower(), max.upper());
    }
    return statistics;
  }

  void clear() {
    empty = true;
    max.forgetLong();
  }

  private final class Bound {
    private final boolean upper;
    private long prefix;
    private byte[] bytes = new byte[KEPT];
    private int length;
    private boolean cut; // the value went on behind what is kept

    Bound(boolean upper) {
      this.upper = upper;
    }

    void set(long newPrefix, byte[] data, int start, int newLength) {
      prefix = newPrefix;
      boolean whole = newLength <= KEPT || (upper && isTop(data, start));
      length = whole ? newLength : KEPT;
      cut = !whole;
      if (bytes.length < length) {
        bytes = new byte[length];
      }
      System.arraycopy(data, start, bytes, 0, length);
    }

    /** Order of the given span against this bound, as far as the bound is kept. */
    int compare(long otherPrefix, byte[] data, int start, int otherLength) {
      if (otherPrefix != prefix) {
        return Long.compare(otherPrefix, prefix);
      }
      int looked = Math.min(otherLength, Math.max(length, KEPT));
      return Arrays.compareUnsigned(data, start, start + looked, bytes, 0, length);
    }

    /** Whether the given span is larger; one that was cut already is never below an equal start. */
    boolean isBelow(long otherPrefix, byte[] data, int start, int otherLength) {
      int order = compare(otherPrefix, data, start, otherLength);
      return order > 0 || (order == 0 && otherLength > length && !cut);
    }

    byte[] lower() {
      return Arrays.copyOf(bytes, cut && text ? wholeCharacters(bytes) : length);
    }

    byte[] upper() {
      byte[] kept = Arrays.copyOf(bytes, length);
      if (!cut) {
        return kept;
      }
      return text ? nextText(kept, wholeCharacters(kept)) : nextBytes(kept);
    }

    void forgetLong() {
      if (bytes.length > KEPT) {
        bytes = new byte[KEPT];
      }
    }
  }

  /** Whether nothing of {@link #KEPT} bytes is larger than how these begin. */
  private boolean isTop(byte[] data, int start) {
    byte first = data[start];
    if (first != (byte) 0xFF && first != (byte) 0xF4) {
      return false;
    }
    for (int i = 0; i < KEPT; i++) {
      boolean top = text ? isTopText(data, start + i, i) : data[start + i] == (byte) 0xFF;
      if (!top) {
        return false;
      }
    }
    return true;
  }

  /** U+10FFFF, the last code point, is F4 8F BF BF. */
  private static boolean isTopText(byte[] data, int at, int place) {
    return (data[at] & 0xFF)
        == switch (place & 3) {
          case 0 -> 0xF4;
          case 1 -> 0x8F;
          default -> 0xBF;
        };
  }

  /** How much of the first {@link #KEPT} bytes of a longer text are whole characters. */
  private static int wholeCharacters(byte[] bytes) {
    int last = characterAt(bytes, KEPT);
    return last + characterLength(bytes[last]) <= KEPT ? KEPT : last;
  }

  /** Where the last character before {@code end} begins. */
  private static int characterAt(byte[] bytes, int end) {
    int start = end - 1;
    while (start > 0 && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  private static int characterLength(byte first) {
    int lead = first & 0xFF;
    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  /** The next larger text: its last character that has a next one is followed by nothing. */
  private static byte[] nextText(byte[] bytes, int length) {
    int end = length;
    while (end > 0) {
      int start = characterAt(bytes, end);
      String character = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      int next = character.codePointAt(0) + 1;
      if (next <= Character.MAX_CODE_POINT) {
        int valid = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        byte[] encoded = Character.toString(valid).getBytes(StandardCharsets.UTF_8);
        byte[] larger = Arrays.copyOf(bytes, start + encoded.length);
        System.arraycopy(encoded, 0, larger, start, encoded.length);
        return larger;
      }
      end = start;
    }
    throw new IllegalStateException("a text that cannot be rounded up is kept whole");
  }

  private static byte[] nextBytes(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == (byte) 0xFF) {
      last--;
    }
    byte[] larger = Arrays.copyOf(bytes, last + 1);
    larger[last]++;
    return larger;
  }
}
