package plimsoll.lake.parquet;

import java.util.Arrays;

/**
 * Numbers the distinct longs it meets: open addressing, linear probing, half full at most. A slot
 * holds the value itself, so that a hit costs two independent loads.
 */
final class LongDictionary {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int SMALLEST = 64;

  private long[] values = new long[SMALLEST / 2];
  private long[] slotValues = new long[SMALLEST];
  private int[] slots = new int[SMALLEST];
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
  private int size;

  int size() {
    return size;
  }

  /** The distinct values in order of first appearance; only the first {@link #size()} count. */
  long[] values() {
    return values;
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /** Forgets all and gives its memory back. */
  void shrink() {
    values = new long[SMALLEST / 2];
    slotValues = new long[SMALLEST];
    slots = new int[SMALLEST];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
    size = 0;
  }

  /** Bytes held. */
  long footprint() {
    return values.length * 8L + slots.length * 12L;
  }

  /** Writes the index of {@code in[0..count)} to {@code out[at..at + count)}. */
  void encode(long[] in, int count, int[] out, int at) {
    long last = 0;
    int lastIndex = -1;
    for (int i = 0; i < count; i++) {
      long value = in[i];
      if (value != last || lastIndex < 0) {
        lastIndex = indexOf(value);
        last = value;
      }
      out[at + i] = lastIndex;
    }
  }

  /** Index of a value, a new one if it was never met. */
  int indexOf(long value) {
    int mask = slots.length - 1;
    int slot = slot(value);
    while (true) {
      int entry = slots[slot];
      if (entry == 0) {
        return add(value, slot);
      }
      if (slotValues[slot] == value) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int slot(long value) {
    return (int) (((value ^ (value >>> 32)) * MIX) >>> shift);
  }

  private int add(long value, int slot) {
    if (size == values.length) {
      grow();
      return indexOf(value);
    }
    values[size] = value;
    slotValues[slot] = value;
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    values = Arrays.copyOf(values, values.length * 2);
    slots = new int[values.length * 2];
    slotValues = new long[slots.length];
    shift--;
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = slot(values[i]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slotValues[slot] = values[i];
      slots[slot] = i + 1;
    }
  }
}
