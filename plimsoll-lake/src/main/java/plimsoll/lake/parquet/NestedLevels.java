package plimsoll.lake.parquet;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import plimsoll.flow.ByteSink;

/**
 * Repetition and definition levels of the current page of a column inside a nested one.
 *
 * <p>Source: Parquet format, "Nested Encoding", after the Dremel paper.
 */
final class NestedLevels {
  private final int maxRepetition;
  private final int maxDefinition;
  private int[] repetitions = new int[64];
  private int[] definitions = new int[64];
  private int size;
  private int rows;
  private int nulls;
  private boolean midRow;

  NestedLevels(ColumnDescriptor column) {
    maxRepetition = column.getMaxRepetitionLevel();
    maxDefinition = column.getMaxDefinitionLevel();
  }

  /** Adds a value or the absence of one; repetition 0 begins a row. */
  void add(int repetition, int definition) {
    if (size == repetitions.length) {
      repetitions = Arrays.copyOf(repetitions, size * 2);
      definitions = Arrays.copyOf(definitions, size * 2);
    }
    repetitions[size] = repetition;
    definitions[size++] = definition;
    rows += repetition == 0 ? 1 : 0;
    nulls += definition < maxDefinition ? 1 : 0;
    midRow = true;
  }

  /** Says that the row is whole: a page may end here. */
  void endRow() {
    midRow = false;
  }

  boolean isMidRow() {
    return midRow;
  }

  int size() {
    return size;
  }

  int rows() {
    return rows;
  }

  /** Entries without a value, whether it, a part above it or all of it is NULL or empty. */
  int nulls() {
    return nulls;
  }

  /** Appends the levels as a data page begins; levels that cannot vary are left out. */
  void encode(ByteSink out) {
    encode(repetitions, maxRepetition, out);
    encode(definitions, maxDefinition, out);
  }

  private void encode(int[] levels, int most, ByteSink out) {
    if (most == 0) {
      return;
    }
    int start = out.size;
    out.putInt(0);
    RunLength.encode(levels, size, BitPacking.width(most), out);
    ByteSink.INT.set(out.data, start, out.size - start - Integer.BYTES);
  }

  void clear() {
    size = 0;
    rows = 0;
    nulls = 0;
  }

  void shrink() {
    repetitions = new int[64];
    definitions = new int[64];
  }

  long footprint() {
    return repetitions.length * 8L;
  }
}
