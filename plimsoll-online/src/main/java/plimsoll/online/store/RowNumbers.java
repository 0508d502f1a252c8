package plimsoll.online.store;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of numbers of rows in a load: a bit each, as workers number theirs apart. */
final class RowNumbers {
  private static final int CHUNK_BITS = 30;

  private final Map<Long, BitSet> chunks = new HashMap<>();
  private long count;

  long count() {
    return count;
  }

  boolean contains(long number) {
    BitSet chunk = count == 0 ? null : chunks.get(number >>> CHUNK_BITS);
    return chunk != null && chunk.get(bit(number));
  }

  void add(long number) {
    BitSet chunk = chunks.computeIfAbsent(number >>> CHUNK_BITS, unused -> new BitSet());
    if (!chunk.get(bit(number))) {
      chunk.set(bit(number));
      count++;
    }
  }

  private static int bit(long number) {
    return (int) (number & ((1L << CHUNK_BITS) - 1));
  }
}
