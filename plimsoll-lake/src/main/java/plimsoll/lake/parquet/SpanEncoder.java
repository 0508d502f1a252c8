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
   * As FixedEncoder, with two forms: the dictionary, and the values one behind the other, gathered while
   * they arrive, with their lengths apart (DELTA_LENGTH_BYTE_ARRAY): a length between two texts breaks
   * what compression would find. PLAIN where values have one length, or are so few that it is shorter. A
   * page of indices takes its range from the dictionary's entries it uses, not from every value.
   */
  private enum Mode {
    PROBING,
    DICTIONARY,
    DIRECT
  }

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int BYTES_PER_ENTRY = 16;
  private static final int WIDEST_ADD = 8 << 20;
  static final int INT128 = 16;

  /** A longer value is never in a dictionary that has just begun: it would be held twice. */
  private static final int LONGEST_ENTRY = 1 << 16;

  private final boolean fixed;
  private final int fixedLength;
  private final SpanDictionary dictionary;
  private final SpanRange range;
  private final ByteSink spans = new ByteSink();
  private long[] lengths = new long[64]; // of the spans; long as DeltaBinaryPacked takes them
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
    if (mode != Mode.DIRECT && count + (to - from) > indices.length) {
      indices = Arrays.copyOf(indices, Math.max(count + (to - from), indices.length * 2));
    }
    if (!fixed && mode != Mode.DICTIONARY && count + (to - from) > lengths.length) {
      lengths = Arrays.copyOf(lengths, Math.max(count + (to - from), lengths.length * 2));
    }
    if (vector instanceof Vector.Bytes texts) {
      addSpans(texts, at, from, to);
    } else if (vector instanceof Vector.Int128s decimals) {
      addDecimals(decimals, at, from, to);
    } else {
      throw new IllegalArgumentException(column + " cannot hold " + vector.getClass());
    }
    giveUpEarly();
  }

  private void addSpans(Vector.Bytes texts, int[] at, int from, int to) {
    byte[] data = texts.data();
    for (int i = from; i < to; i++) {
      int row = at[i];
      addSpan(data, texts.starts[row], texts.lengths[row]);
    }
  }

  private void addDecimals(Vector.Int128s decimals, int[] at, int from, int to) {
    byte[] numbers = scratch.numbers(Batch.CAPACITY * INT128);
    gather(decimals, at, from, to, numbers);
    for (int i = 0; i < to - from; i++) {
      addSpan(numbers, (i + 1) * INT128 - fixedLength, fixedLength);
    }
  }

  /** Numbers at some positions, big-endian, {@value #INT128} bytes each. */
  static void gather(Vector.Int128s decimals, int[] at, int from, int to, byte[] numbers) {
    for (int i = from; i < to; i++) {
      int start = (i - from) * INT128;
      BIG_ENDIAN.set(numbers, start, decimals.high[at[i]]);
      BIG_ENDIAN.set(numbers, start + Long.BYTES, decimals.low[at[i]]);
    }
  }

  private void addSpan(byte[] data, int start, int length) {
    spanBytes += length;
    if (mode == Mode.PROBING && length > LONGEST_ENTRY) {
      dictionary.shrink();
      mode = Mode.DIRECT;
    }
    if (mode != Mode.DIRECT) {
      indices[count] = dictionary.indexOf(data, start, length);
    }
    if (mode != Mode.DICTIONARY) {
      range.add(data, start, length);
      spans.put(data, start, length);
      if (!fixed) {
        lengths[count] = length;
      }
    }
    count++;
  }

  private void giveUpEarly() throws IOException {
    if (mode == Mode.PROBING) {
      if (dictionaryIsFull() || (count >= scratch.probeValues() && dictionary.size() > count / 2)) {
        dictionary.shrink();
        mode = Mode.DIRECT;
      }
    } else if (mode == Mode.DICTIONARY && dictionaryIsFull() && !isMidRow()) {
      endPage();
      mode = Mode.DIRECT;
    }
  }

  private boolean dictionaryIsFull() {
    int most = scratch.dictionaryEntries();
    return dictionary.size() > most || dictionary.plain().size > most * BYTES_PER_ENTRY;
  }

  @Override
  boolean isTooWide(Vector vector, int[] at, int from, int to) {
    if (!(vector instanceof Vector.Bytes texts)) {
      return false;
    }
    long bytes = 0; // may be more than there are: rows may point at the same ones
    for (int i = from; i < to; i++) {
      bytes += vector.isNull(at[i]) ? 0 : texts.lengths[at[i]];
    }
    return bytes > WIDEST_ADD;
  }

  @Override
  boolean pageIsFull() {
    return plainSize() >= PAGE_BYTES;
  }

  /** What the page takes in PLAIN form. */
  private long plainSize() {
    return spans.size + (fixed ? 0 : (long) count * Integer.BYTES);
  }

  @Override
  Encoding encodeValues(ByteSink out) {
    if (count > 0 && mode == Mode.PROBING) {
      decide();
    }
    Encoding encoding =
        count > 0 && mode == Mode.DICTIONARY ? dictionaryPage(out) : directPage(out);
    clearPage();
    return encoding;
  }

  private void decide() {
    long bits = (long) count * BitPacking.width(Math.max(1, dictionary.size() - 1));
    long size = dictionary.plain().size + bits / 8;
    if (size < plainSize() * 3 / 4) {
      mode = Mode.DICTIONARY;
    } else {
      mode = Mode.DIRECT;
      dictionary.clear();
    }
  }

  private Encoding dictionaryPage(ByteSink out) {
    dictionaryUsed = true;
    RunLength.indices(indices, count, dictionary.size(), out);
    return Encoding.RLE_DICTIONARY;
  }

  private Encoding directPage(ByteSink out) {
    if (fixed) {
      out.put(spans.data, 0, spans.size);
      return Encoding.PLAIN;
    }
    int start = out.size;
    scratch.delta.encode(lengths, count, true, out);
    if (out.size - start < (long) count * Integer.BYTES) {
      out.put(spans.data, 0, spans.size);
      return Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }
    out.size = start;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = (int) lengths[i];
      out.putInt(length);
      out.put(spans.data, at, length);
      at += length;
    }
    return Encoding.PLAIN;
  }

  private void clearPage() {
    count = 0;
    spanBytes = 0;
    Scratch.empty(spans);
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
    return mode == Mode.DICTIONARY ? count : plainSize();
  }

  @Override
  void shrinkValues() {
    spans.shrink();
    lengths = new long[64];
    indices = new int[64];
    used = new boolean[64];
    dictionary.shrink();
  }

  @Override
  long valueFootprint() {
    return spans.data.length
        + lengths.length * 8L
        + indices.length * 4L
        + dictionary.footprint()
        + used.length;
  }
}
