package plimsoll.formats.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of one column of a file for the rows of a batch, as the file has them. Slot {@code r} of
 * the array that fits the type's layout belongs to row {@code r}; where the row is NULL it is zero
 * or an empty span.
 */
final class RawColumn {
  long[] longs = {};
  double[] doubles = {};

  /** What spans point into: a page, a dictionary, or what was put together of one. */
  byte[] data = {};

  int[] starts = {};
  int[] lengths = {};

  /** Whose entries the values are; null if they stand for themselves. */
  @Nullable Dictionary entries;

  private final boolean[] absent;
  private final int[] places;
  private int nulls;

  RawColumn(SourceType.Layout layout, int rows) {
    absent = new boolean[rows];
    places = new int[rows];
    switch (layout) {
      case LONGS -> longs = new long[rows];
      case DOUBLES -> doubles = new double[rows];
      case SPANS -> {
        starts = new int[rows];
        lengths = new int[rows];
      }
    }
  }

  boolean hasNulls() {
    return nulls > 0;
  }

  boolean isNull(int row) {
    return nulls > 0 && absent[row];
  }

  /** All rows have a value. */
  void noNulls() {
    nulls = 0;
  }

  /** Begins a batch of which {@link #present} and {@link #absent} say the rows. */
  void begin() {
    nulls = 0;
  }

  /** Row {@code row} has a value, the {@code ordinal}-th. */
  void present(int row, int ordinal) {
    absent[row] = false;
    places[ordinal] = row;
  }

  /** Row {@code row} is NULL. */
  void absent(int row) {
    absent[row] = true;
    nulls++;
  }

  /** Moves the values that lie one behind the other to their rows. */
  void spread(int rows) {
    if (nulls == 0) {
      return;
    }
    int ordinal = rows - nulls - 1;
    for (int row = rows - 1; row >= 0; row--) {
      if (ordinal >= 0 && places[ordinal] == row) {
        move(ordinal--, row);
      } else {
        clear(row);
      }
    }
  }

  private void move(int from, int to) {
    if (longs.length > 0) {
      longs[to] = longs[from];
    } else if (doubles.length > 0) {
      doubles[to] = doubles[from];
    } else {
      starts[to] = starts[from];
      lengths[to] = lengths[from];
    }
  }

  private void clear(int row) {
    if (longs.length > 0) {
      longs[row] = 0;
    } else if (doubles.length > 0) {
      doubles[row] = 0;
    } else {
      starts[row] = 0;
      lengths[row] = 0;
    }
  }

  byte[] span(int row) {
    return Arrays.copyOfRange(data, starts[row], starts[row] + lengths[row]);
  }

  long footprint() {
    return longs.length * 8L + doubles.length * 8L + starts.length * 8L + absent.length * 5L;
  }
}
