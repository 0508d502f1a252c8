package plimsoll.lake.parquet;

import plimsoll.flow.ByteSink;

/**
 * DELTA_BINARY_PACKED: differences of neighbours, packed by 32 with a width each.
 *
 * <p>Source: Parquet format, Encodings, "Delta Encoding (DELTA_BINARY_PACKED = 5)". Differences
 * wrap around in the width of the type, which readers undo.
 */
final class DeltaBinaryPacked {
  private static final int BLOCK = 128;
  private static final int MINI_BLOCKS = 4;
  private static final int MINI_BLOCK = BLOCK / MINI_BLOCKS;

  private final long[] deltas = new long[BLOCK];

  /**
   * Appends {@code values[0..count)}.
   *
   * @param narrow the column is INT32: differences wrap around in 32 bits
   */
  void encode(long[] values, int count, boolean narrow, ByteSink out) {
    out.putVarint(BLOCK);
    out.putVarint(MINI_BLOCKS);
    out.putVarint(count);
    out.putZigzag(count == 0 ? 0 : values[0]);
    for (int at = 1; at < count; at += BLOCK) {
      int length = Math.min(BLOCK, count - at);
      if (narrow) {
        narrowDeltas(values, at, length);
      } else {
        deltas(values, at, length);
      }
      block(length, narrow, out);
    }
  }

  private void deltas(long[] values, int at, int length) {
    for (int i = 0; i < length; i++) {
      deltas[i] = values[at + i] - values[at + i - 1];
    }
  }

  private void narrowDeltas(long[] values, int at, int length) {
    for (int i = 0; i < length; i++) {
      deltas[i] = (int) (values[at + i] - values[at + i - 1]);
    }
  }

  private void block(int length, boolean narrow, ByteSink out) {
    long min = deltas[0];
    for (int i = 1; i < length; i++) {
      min = Math.min(min, deltas[i]);
    }
    out.putZigzag(min);
    long mask = narrow ? 0xffffffffL : -1L;
    for (int i = 0; i < length; i++) {
      deltas[i] = (deltas[i] - min) & mask;
    }
    for (int i = length; i < BLOCK; i++) {
      deltas[i] = 0;
    }
    out.reserve(MINI_BLOCKS);
    int widths = out.size;
    out.size += MINI_BLOCKS;
    for (int mini = 0; mini < MINI_BLOCKS; mini++) {
      int from = mini * MINI_BLOCK;
      int width = from < length ? width(from) : 0;
      out.data[widths + mini] = (byte) width;
      if (width > 0) {
        BitPacking.pack(deltas, from, from + MINI_BLOCK, width, out);
      }
    }
  }

  private int width(int from) {
    long all = 0;
    for (int i = from; i < from + MINI_BLOCK; i++) {
      all |= deltas[i];
    }
    return Long.SIZE - Long.numberOfLeadingZeros(all);
  }
}
