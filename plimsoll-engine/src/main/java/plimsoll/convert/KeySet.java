package plimsoll.convert;

import java.util.Arrays;
import plimsoll.model.Vector;

/** Finds the keys that a map has twice, in time that grows with their number alone. */
final class KeySet {
  private static final int FREE = -1;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private int[] table = new int[16];
  private boolean[] dropped = new boolean[8];
  private int mask;

  /**
   * Leaves of the entries {@code [start, end)} the last of each key, in order.
   *
   * @return where the entries end now
   */
  int lastOfEach(Vector.Structs entries, int start, int end) {
    int count = end - start;
    if (count < 2) {
      return end;
    }
    prepare(count);
    Vector keys = entries.fields().get(0);
    int left = count;
    for (int i = count - 1; i >= 0; i--) {
      dropped[i] = !add(keys, start + i);
      left -= dropped[i] ? 1 : 0;
    }
    if (left < count) {
      compact(entries, start, count);
    }
    return start + left;
  }

  private void prepare(int count) {
    int size = Integer.highestOneBit(count) * 4;
    if (table.length < size) {
      table = new int[size];
    }
    if (dropped.length < count) {
      dropped = new boolean[count * 2];
    }
    Arrays.fill(table, 0, size, FREE);
    mask = size - 1;
  }

  private void compact(Vector.Structs entries, int start, int count) {
    int to = start;
    for (int i = 0; i < count; i++) {
      if (!dropped[i]) {
        entries.copyRow(start + i, to++);
      }
    }
  }

  private boolean add(Vector keys, int row) {
    int place = (int) (hash(keys, row) >>> 32) & mask;
    while (table[place] != FREE) {
      if (same(keys, table[place], row)) {
        return false;
      }
      place = (place + 1) & mask;
    }
    table[place] = row;
    return true;
  }

  private static long hash(Vector keys, int row) {
    if (keys instanceof Vector.Bytes texts) {
      long hash = texts.lengths[row];
      for (int i = 0; i < texts.lengths[row]; i++) {
        hash = (hash ^ texts.data()[texts.starts[row] + i]) * MIX;
      }
      return hash * MIX;
    }
    long bits = bits(keys, row) * MIX;
    return (bits ^ bits >>> 29) * MIX;
  }

  private static boolean same(Vector keys, int one, int other) {
    if (keys instanceof Vector.Bytes texts) {
      return Arrays.equals(
          texts.data(),
          texts.starts[one],
          texts.starts[one] + texts.lengths[one],
          texts.data(),
          texts.starts[other],
          texts.starts[other] + texts.lengths[other]);
    }
    if (keys instanceof Vector.Int128s wide && wide.high[one] != wide.high[other]) {
      return false;
    }
    return bits(keys, one) == bits(keys, other);
  }

  /** Equal keys have equal bits: both zeros of a float are one key. */
  private static long bits(Vector keys, int row) {
    if (keys instanceof Vector.Ints ints) {
      return ints.values[row];
    }
    if (keys instanceof Vector.Longs longs) {
      return longs.values[row];
    }
    if (keys instanceof Vector.Int128s wide) {
      return wide.low[row];
    }
    if (keys instanceof Vector.Booleans booleans) {
      return booleans.values[row];
    }
    if (keys instanceof Vector.Floats floats) {
      return Float.floatToIntBits(floats.values[row] + 0f);
    }
    return Double.doubleToLongBits(((Vector.Doubles) keys).values[row] + 0.0);
  }
}
