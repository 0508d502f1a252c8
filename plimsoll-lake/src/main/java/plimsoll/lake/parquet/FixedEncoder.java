package plimsoll.lake.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ByteSink;
import plimsoll.model.Vector;

/** Columns of 32 or 64 bits a value: integers, dates, times, decimals to 18 digits, floats. */
final class FixedEncoder extends ColumnEncoder {
  /*
   * Every value is a long in memory, floats by their bits. The first page of a row group fills the
   * values and the dictionary side by side; when it ends (or after PROBE_VALUES values with mostly new
   * ones) the smaller form wins. Pages of a given-up dictionary stay as they are: PLAIN pages follow.
   * What a dictionary does not shorten is DELTA_BINARY_PACKED if that saves a fifth, else PLAIN.
   * Floats are BYTE_STREAM_SPLIT if their first such page, compressed both ways, is a tenth shorter so (a
   * fifth for FLOAT, where it takes longer): measured values with all their digits are, short decimals
   * are twice as long.
   */
  private enum Mode {
    PROBING,
    DICTIONARY,
    PLAIN,
    DELTA,
    SPLIT
  }

  /** Fewer values say little of how well they compress. Most pages of a thousand rows have more. */
  private static final int FEWEST_TO_TRY = 512;

  private final int width;
  private final boolean deltas;
  private final Compressor compressor;
  private final NumberRange range;
  private final LongDictionary dictionary = new LongDictionary();
  private final ByteSink dictionaryPage = new ByteSink();
  private Mode mode = Mode.PROBING;
  private boolean dictionaryUsed;
  private boolean formDecided;
  private long[] values = new long[64];
  private int[] indices = new int[64];
  private int count;

  FixedEncoder(ColumnDescriptor column, Compressor compressor, Scratch scratch) {
    super(column, compressor, scratch);
    this.compressor = compressor;
    PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
    width = type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.FLOAT ? 4 : 8;
    deltas = type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.INT64;
    range = NumberRange.of(column);
  }

  @Override
  void addValues(Vector vector, int[] at, int from, int to) throws IOException {
    int added = to - from;
    long[] incoming = scratch.incoming;
    gather(vector, at, from, added, incoming);
    range.add(incoming, added);
    reserve(added);
    if (mode != Mode.DICTIONARY) {
      System.arraycopy(incoming, 0, values, count, added);
    }
    if (mode == Mode.DICTIONARY || mode == Mode.PROBING) {
      dictionary.encode(incoming, added, indices, count);
    }
    count += added;
    giveUpEarly();
  }

  /** Values at some positions as longs, floats by their bits. */
  static void gather(Vector vector, int[] at, int from, int added, long[] incoming) {
    if (vector instanceof Vector.Longs longs) {
      for (int i = 0; i < added; i++) {
        incoming[i] = longs.values[at[from + i]];
      }
    } else if (vector instanceof Vector.Ints ints) {
      for (int i = 0; i < added; i++) {
        incoming[i] = ints.values[at[from + i]];
      }
    } else if (vector instanceof Vector.Doubles doubles) {
      for (int i = 0; i < added; i++) {
        incoming[i] = Double.doubleToRawLongBits(doubles.values[at[from + i]]);
      }
    } else if (vector instanceof Vector.Floats floats) {
      for (int i = 0; i < added; i++) {
        incoming[i] = Float.floatToRawIntBits(floats.values[at[from + i]]);
      }
    } else {
      throw new IllegalArgumentException("no numbers in " + vector.getClass());
    }
  }

  private void reserve(int added) {
    int needed = count + added;
    if (mode != Mode.DICTIONARY && needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, values.length * 2));
    }
    if ((mode == Mode.DICTIONARY || mode == Mode.PROBING) && needed > indices.length) {
      indices = Arrays.copyOf(indices, Math.max(needed, indices.length * 2));
    }
  }

  private void giveUpEarly() throws IOException {
    if (mode == Mode.PROBING) {
      if (count >= scratch.probeValues() && dictionary.size() > count / 2) {
        leaveDictionary();
      }
    } else if (mode == Mode.DICTIONARY
        && dictionary.size() > scratch.dictionaryEntries()
        && !isMidRow()) {
      endPage();
      leaveDictionary();
    }
  }

  private void leaveDictionary() {
    if (!dictionaryUsed) {
      dictionary.shrink();
    }
    mode = Mode.PLAIN;
    formDecided = false;
  }

  @Override
  boolean pageIsFull() {
    return false; // PAGE_ROWS values of 8 bytes are below PAGE_BYTES
  }

  @Override
  Encoding encodeValues(ByteSink out) throws IOException {
    if (count == 0) {
      return Encoding.PLAIN;
    }
    if (mode == Mode.PROBING) {
      mode = dictionaryPays() ? Mode.DICTIONARY : Mode.PLAIN;
      if (mode == Mode.PLAIN) {
        dictionary.clear();
      }
    }
    Encoding encoding = mode == Mode.DICTIONARY ? dictionaryPage(out) : valuePage(out);
    count = 0;
    range.clear();
    return encoding;
  }

  private boolean dictionaryPays() {
    long bits = (long) count * BitPacking.width(Math.max(1, dictionary.size() - 1));
    long size = (long) dictionary.size() * width + bits / 8;
    return size < (long) count * width * 3 / 4;
  }

  private Encoding dictionaryPage(ByteSink out) {
    dictionaryUsed = true;
    RunLength.indices(indices, count, dictionary.size(), out);
    return Encoding.RLE_DICTIONARY;
  }

  private Encoding valuePage(ByteSink out) throws IOException {
    if (!deltas) {
      return floatPage(out);
    }
    if (!formDecided || mode == Mode.DELTA) {
      int start = out.size;
      scratch.delta.encode(values, count, width == 4, out);
      boolean pays = out.size - start < (long) count * width * 4 / 5;
      mode = pays ? Mode.DELTA : Mode.PLAIN;
      formDecided = true;
      if (pays) {
        return Encoding.DELTA_BINARY_PACKED;
      }
      out.size = start;
    }
    putPlain(values, count, out);
    return Encoding.PLAIN;
  }

  private Encoding floatPage(ByteSink out) throws IOException {
    if (!formDecided && count >= FEWEST_TO_TRY) {
      mode = splitPays() ? Mode.SPLIT : Mode.PLAIN;
      formDecided = true;
    }
    if (mode == Mode.SPLIT) {
      ByteStreamSplit.encode(values, count, width, out);
      return Encoding.BYTE_STREAM_SPLIT;
    }
    putPlain(values, count, out);
    return Encoding.PLAIN;
  }

  private boolean splitPays() throws IOException {
    if (compressor.codec() == CompressionCodecName.UNCOMPRESSED) {
      return false;
    }
    int some = Math.min(count, PAGE_ROWS); // a page of a nested column may have millions
    putPlain(values, some, scratch.trial);
    int plain = tried();
    ByteStreamSplit.encode(values, some, width, scratch.trial);
    return tried() < (width == Long.BYTES ? plain * 9L / 10 : plain * 4L / 5);
  }

  private int tried() throws IOException {
    int length = compressor.compress(scratch.trial, scratch.compressed);
    Scratch.empty(scratch.trial);
    Scratch.empty(scratch.compressed);
    return length;
  }

  private void putPlain(long[] from, int length, ByteSink out) {
    out.reserve(length * width);
    if (width == 8) {
      ByteBuffer.wrap(out.data, out.size, length * 8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .put(from, 0, length);
    } else {
      for (int i = 0; i < length; i++) {
        ByteSink.INT.set(out.data, out.size + i * 4, (int) from[i]);
      }
    }
    out.size += length * width;
  }

  @Override
  Statistics<?> statistics() {
    return range.statistics();
  }

  @Override
  @Nullable ByteSink dictionary() {
    if (!dictionaryUsed) {
      return null;
    }
    dictionaryPage.clear();
    putPlain(dictionary.values(), dictionary.size(), dictionaryPage);
    return dictionaryPage;
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  void reset() {
    dictionary.clear();
    dictionaryUsed = false;
    formDecided = false;
    mode = Mode.PROBING;
  }

  @Override
  long openBytes() {
    return (long) count * (mode == Mode.DICTIONARY ? 1 : width);
  }

  @Override
  void shrinkValues() {
    values = new long[64];
    indices = new int[64];
    dictionary.shrink();
    dictionaryPage.clear();
    dictionaryPage.shrink();
  }

  @Override
  long valueFootprint() {
    return dictionaryPage.data.length
        + values.length * 8L
        + indices.length * 4L
        + dictionary.footprint();
  }

  @Override
  @Nullable FieldMetrics<?> fileMetrics(long rows, long nulls) {
    return range.takeFileMetrics(rows, nulls);
  }
}
