package plimsoll.formats.parquet;

import java.util.Arrays;

/** Which values of a batch became NULL as they did not fit. */
final class NulledValues {
  private final int[] perColumn;
  private int[] columns = {};
  private int[] rows = {};
  private int size;

  /** Takes the number of a column's values. */
  interface Count {
    void of(int column, long values);
  }

  NulledValues(int columns) {
    perColumn = new int[columns];
  }

  void add(int column, int row) {
    if (size == rows.length) {
      int more = Math.max(64, 2 * size);
      rows = Arrays.copyOf(rows, more);
      columns = Arrays.copyOf(columns, more);
    }
    columns[size] = column;
    rows[size++] = row;
  }

  /** Tells those of rows that are not bad, and forgets all. */
  void count(boolean[] bad, Count count) {
    if (size == 0) {
      return;
    }
    for (int i = 0; i < size; i++) {
      perColumn[columns[i]] += bad[rows[i]] ? 0 : 1;
    }
    for (int column = 0; column < perColumn.length; column++) {
      if (perColumn[column] > 0) {
        count.of(column, perColumn[column]);
        perColumn[column] = 0;
      }
    }
    size = 0;
  }
}
