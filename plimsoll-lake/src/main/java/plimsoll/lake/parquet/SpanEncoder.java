package plimsoll.lake.parquet;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/** Columns of byte spans: text, and decimals of more than 18 digits as big-endian bytes. */
final class SpanEncoder extends ColumnEncoder {
  /*
   * As FixedEncoder, with two forms: the dictionary, and PLAIN, which is built while values arrive. A
   * page of indices takes its range from the dictionary's entries it uses, not from every value.
   */
  private enum Mode {
    PROBING,
    DICTIONARY,
    PLAIN
  }

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int BYTES_PER_ENTRY = 16;
  private static final int WIDEST_ADD = 8 << 20;
  private static final int INT128 = 16;

  /** A longer value is never in a dictionary that has just begun: it would be held twice. */
  private static final int LONGEST_ENTRY = 1 << 16;

  private final boolean fixed;
  private final int fixedLength;
  private final SpanDictionary dictionary;
  private final SpanRange range;
  private final ByteSink plain = new ByteSink();
  private boolean[] used = new boolean[64];
  private int[] indices = new int[64];
  private Mode mode = Mode.PROBING;
  private boolean dictionaryUsed;
  private int count;
  private long spanBytes;

  SpanEncoder(ColumnDescriptor column, Compressor compressor, Scratch scratch) {
    super(column, compressor, scratch);
    fixed =
        column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    fixedLength = fixed ? column.getPrimitiveType().getTypeLength() : 0;
    dictionary = new SpanDictionary(fixed);
    range = new SpanRange(column.getPrimitiveType(), fixed);
  }

  @Override
  void addValues(Vector vector, int[] at, int from, int to) throws IOException {
    if (mode != Mode.PLAIN && count + (to - from) > indices.length) {
      indices = Arrays.copyOf(indices, Math.max(count + (to - from), indices.length * 2));
    }
    if (vector instanceof Vector.Bytes spans) {
      addSpans(spans, at, from, to);
    } else if (vector instanceof Vector.Int128s decimals) {
      addDecimals(decimals, at, from, to);
    } else {
      throw new IllegalArgumentException(column + " cannot hold " + vector.getClass());
    }
    giveUpEarly();
  }

  private void addSpans(Vector.Bytes spans, int[] at, int from, int to) {
    byte[] data = spans.data();
    for (int i = from; i < to; i++) {
      int row = at[i];
      addSpan(data, spans.starts[row], spans.lengths[row]);
    }
  }

  private void addDecimals(Vector.Int128s decimals, int[] at, int from, int to) {
    byte[] numbers = scratch.numbers(Batch.CAPACITY * INT128);
    for (int i = from; i < to; i++) {
      int start = (i - from) * INT128;
      BIG_ENDIAN.set(numbers, start, decimals.high[at[i]]);
      BIG_ENDIAN.set(numbers, start + Long.BYTES, decimals.low[at[i]]);
      addSpan(numbers, start + INT128 - fixedLength, fixedLength);
    }
  }

  private void addSpan(byte[] data, int start, int length) {
    spanBytes += length;
    if (mode == Mode.PROBING && length > LONGEST_ENTRY) {
      dictionary.shrink();
      mode = Mode.PLAIN;
    }
    if (mode != Mode.PLAIN) {
      indices[count] = dictionary.indexOf(data, start, length);
    }
    count++;
    if (mode != Mode.DICTIONARY) {
      range.add(data, start, length);
      putPlain(data, start, length);
    }
  }

  private void putPlain(byte[] data, int start, int length) {
    plain.reserve(length + Integer.BYTES);
    if (!fixed) {
      ByteSink.INT.set(plain.data, plain.size, length);
      plain.size += Integer.BYTES;
    }
    System.arraycopy(data, start, plain.data, plain.size, length);
    plain.size += length;
  }

  private void giveUpEarly() throws IOException {
    if (mode == Mode.PROBING) {
      if (dictionaryIsFull() || (count >= scratch.probeValues() && dictionary.size() > count / 2)) {
        dictionary.shrink();
        mode = Mode.PLAIN;
      }
    } else if (mode == Mode.DICTIONARY && dictionaryIsFull() && !isMidRow()) {
      endPage();
      mode = Mode.PLAIN;
    }
  }

  private boolean dictionaryIsFull() {
    int most = scratch.dictionaryEntries();
    return dictionary.size() > most || dictionary.plain().size > most * BYTES_PER_ENTRY;
  }

  @Override
  boolean isTooWide(Vector vector, int[] at, int from, int to) {
    if (!(vector instanceof Vector.Bytes spans)) {
      return false;
    }
    long bytes = 0; // may be more than there are: rows may point at the same ones
    for (int i = from; i < to; i++) {
      bytes += vector.isNull(at[i]) ? 0 : spans.lengths[at[i]];
    }
    return bytes > WIDEST_ADD;
  }

  @Override
  boolean pageIsFull() {
    return plain.size >= PAGE_BYTES;
  }

  @Override
  Encoding encodeValues(ByteSink out) {
    Encoding encoding = Encoding.PLAIN;
    if (count > 0 && mode == Mode.PROBING) {
      decide();
    }
    if (count > 0 && mode == Mode.DICTIONARY) {
      dictionaryUsed = true;
      int bits = BitPacking.width(Math.max(1, dictionary.size() - 1));
      out.putByte(bits);
      RunLength.encode(indices, count, bits, out);
      encoding = Encoding.RLE_DICTIONARY;
    } else {
      out.put(plain.data, 0, plain.size);
    }
    clearPage();
    return encoding;
  }

  private void decide() {
    long bits = (long) count * BitPacking.width(Math.max(1, dictionary.size() - 1));
    long size = dictionary.plain().size + bits / 8;
    if (size < plain.size * 3L / 4) {
      mode = Mode.DICTIONARY;
    } else {
      mode = Mode.PLAIN;
      dictionary.clear();
    }
  }

  private void clearPage() {
    count = 0;
    spanBytes = 0;
    Scratch.empty(plain);
    range.clear();
  }

  @Override
  Statistics<?> statistics() {
    if (mode == Mode.DICTIONARY) {
      addUsedEntries();
    }
    return range.statistics();
  }

  private void addUsedEntries() {
    int size = dictionary.size();
    if (used.length < size) {
      used = new boolean[size * 2];
    }
    Arrays.fill(used, 0, size, false);
    for (int i = 0; i < count; i++) {
      used[indices[i]] = true;
    }
    byte[] data = dictionary.plain().data;
    for (int i = 0; i < size; i++) {
      if (used[i]) {
        range.add(data, dictionary.start(i), dictionary.length(i));
      }
    }
  }

  @Override
  long spanBytes() {
    return fixed ? 0 : spanBytes;
  }

  @Override
  @Nullable ByteSink dictionary() {
    return dictionaryUsed ? dictionary.plain() : null;
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  void reset() {
    dictionary.clear();
    dictionaryUsed = false;
    mode = Mode.PROBING;
  }

  @Override
  long openBytes() {
    return mode == Mode.DICTIONARY ? count : plain.size;
  }

  @Override
  void shrinkValues() {
    plain.shrink();
    indices = new int[64];
    used = new boolean[64];
    dictionary.shrink();
  }

  @Override
  long valueFootprint() {
    return plain.data.length + indices.length * 4L + dictionary.footprint() + used.length;
  }
}
