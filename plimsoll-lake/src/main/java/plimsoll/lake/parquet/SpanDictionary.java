package plimsoll.lake.parquet;

import java.util.Arrays;
import plimsoll.flow.ByteSink;

/**
 * Numbers the distinct byte spans it meets. The spans lie one after the other as a PLAIN dictionary
 * page holds them.
 */
final class SpanDictionary {
  private static final int SMALLEST = 64;

  private final int header;
  private final ByteSink plain = new ByteSink();
  private int[] starts = new int[SMALLEST / 2];
  private int[] lengths = new int[SMALLEST / 2];
  private int[] hashes = new int[SMALLEST / 2];
  private long[] heads = new long[SMALLEST / 2];
  private int[] slots = new int[SMALLEST];
  private int shift = Integer.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
  private int size;

  /**
   * An empty dictionary.
   *
   * @param fixedLength all spans have one length, so the page has no lengths
   */
  SpanDictionary(boolean fixedLength) {
    header = fixedLength ? 0 : Integer.BYTES;
  }

  int size() {
    return size;
  }

  /** The dictionary page, uncompressed. */
  ByteSink plain() {
    return plain;
  }

  int start(int index) {
    return starts[index];
  }

  int length(int index) {
    return lengths[index];
  }

  void clear() {
    Arrays.fill(slots, 0);
    plain.clear();
    size = 0;
  }

  /** Forgets all and gives its memory back. */
  void shrink() {
    plain.clear();
    plain.shrink();
    starts = new int[SMALLEST / 2];
    lengths = new int[SMALLEST / 2];
    hashes = new int[SMALLEST / 2];
    heads = new long[SMALLEST / 2];
    slots = new int[SMALLEST];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
    size = 0;
  }

  /** Bytes held. */
  long footprint() {
    return plain.data.length + starts.length * 20L + slots.length * 4L;
  }

  /** Index of a span, a new one if it was never met. */
  int indexOf(byte[] data, int start, int length) {
    long head = Spans.head(data, start, length);
    int hash = Spans.hash(head, data, start, length);
    int mask = slots.length - 1;
    int slot = hash >>> shift;
    while (true) {
      int entry = slots[slot] - 1;
      if (entry < 0) {
        return add(data, start, length, head, hash, slot);
      }
      if (heads[entry] == head
          && lengths[entry] == length
          && Spans.equalTails(data, start, plain.data, starts[entry], length)) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int add(byte[] data, int start, int length, long head, int hash, int freeSlot) {
    int slot = freeSlot;
    if (size == starts.length) {
      grow();
      slot = free(hash);
    }
    if (header > 0) {
      plain.putInt(length);
    }
    starts[size] = plain.size;
    lengths[size] = length;
    hashes[size] = hash;
    heads[size] = head;
    plain.put(data, start, length);
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    int capacity = starts.length * 2;
    starts = Arrays.copyOf(starts, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    heads = Arrays.copyOf(heads, capacity);
    slots = new int[capacity * 2];
    shift--;
    for (int i = 0; i < size; i++) {
      slots[free(hashes[i])] = i + 1;
    }
  }

  private int free(int hash) {
    int slot = hash >>> shift;
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
