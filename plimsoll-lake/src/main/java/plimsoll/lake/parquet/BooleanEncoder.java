package plimsoll.lake.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ByteSink;
import plimsoll.model.Vector;

/** BOOLEAN columns: one bit a value, PLAIN. */
final class BooleanEncoder extends ColumnEncoder {
  private final ByteSink bits = new ByteSink();
  private int count;
  private int trues;

  BooleanEncoder(ColumnDescriptor column, Compressor compressor, Scratch scratch) {
    super(column, compressor, scratch);
  }

  @Override
  void addValues(Vector vector, int[] at, int from, int to) {
    if (!(vector instanceof Vector.Booleans booleans)) {
      throw new IllegalArgumentException(column + " cannot hold " + vector.getClass());
    }
    bits.reserve((to - from) / Byte.SIZE + 1);
    for (int i = from; i < to; i++) {
      int value = booleans.values[at[i]];
      int bit = count++ & 7;
      if (bit == 0) {
        bits.data[bits.size++] = (byte) value;
      } else {
        bits.data[bits.size - 1] |= (byte) (value << bit);
      }
      trues += value;
    }
  }

  @Override
  boolean pageIsFull() {
    return false;
  }

  @Override
  Encoding encodeValues(ByteSink out) {
    out.put(bits.data, 0, bits.size);
    bits.clear();
    count = 0;
    trues = 0;
    return Encoding.PLAIN;
  }

  @Override
  Statistics<?> statistics() {
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    if (count > 0 && statistics instanceof BooleanStatistics booleans) {
      booleans.setMinMax(trues == count, trues > 0);
    }
    return statistics;
  }

  @Override
  @Nullable ByteSink dictionary() {
    return null;
  }

  @Override
  int dictionarySize() {
    return 0;
  }

  @Override
  void reset() {}

  @Override
  long openBytes() {
    return bits.size;
  }

  @Override
  void shrinkValues() {
    bits.shrink();
  }

  @Override
  long valueFootprint() {
    return bits.data.length;
  }
}
