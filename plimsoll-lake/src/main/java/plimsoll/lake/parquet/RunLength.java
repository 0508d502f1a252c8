package plimsoll.lake.parquet;

import plimsoll.flow.ByteSink;

/**
 * Parquet's hybrid of runs and bit-packed groups, for dictionary indices and definition levels.
 *
 * <p>Source: Parquet format, Encodings, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
 */
final class RunLength {
  /** Groups of 8 in one bit-packed run: readers allocate by it, so it stays small. */
  private static final int MAX_GROUPS = 512;

  private RunLength() {}

  /** Appends {@code values[0..count)}; equal neighbours become runs where that is shorter. */
  static void encode(int[] values, int count, int width, ByteSink out) {
    int shortest = Math.max(8, (64 / width) & ~7);
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int run = runAt(values, at, count);
      if (run >= shortest) {
        packed(values, packedFrom, at, width, out);
        run(values[at], run, width, out);
        at += run;
        packedFrom = at;
      } else {
        at += 8;
      }
    }
    packed(values, packedFrom, count, width, out);
  }

  /**
   * Appends a page of indices into a dictionary of that size: their bit width, then all of them.
   */
  static void indices(int[] indices, int count, int dictionarySize, ByteSink out) {
    int bits = BitPacking.width(Math.max(1, dictionarySize - 1));
    out.putByte(bits);
    encode(indices, count, bits, out);
  }

  /** How many values from {@code at} are equal; ends early when the first group differs. */
  private static int runAt(int[] values, int at, int count) {
    int value = values[at];
    int end = at + 1;
    while (end < count && values[end] == value) {
      end++;
    }
    return end - at;
  }

  /** Appends one run. */
  static void run(int value, int length, int width, ByteSink out) {
    out.putVarint((long) length << 1);
    for (int shift = 0; shift < width; shift += Byte.SIZE) {
      out.putByte(value >>> shift);
    }
  }

  private static void packed(int[] values, int from, int to, int width, ByteSink out) {
    for (int start = from; start < to; start += MAX_GROUPS * 8) {
      int end = Math.min(to, start + MAX_GROUPS * 8);
      int groups = (end - start + 7) / 8;
      out.putVarint(((long) groups << 1) | 1);
      BitPacking.pack(values, start, end, groups * 8, width, out);
    }
  }

  /** Appends bits as bit-packed groups: bit {@code i & 63} of word {@code i >> 6} is value i. */
  static void bits(long[] words, int count, ByteSink out) {
    for (int start = 0; start < count; start += MAX_GROUPS * 8) {
      int end = Math.min(count, start + MAX_GROUPS * 8);
      int groups = (end - start + 7) / 8;
      out.putVarint(((long) groups << 1) | 1);
      putBytes(words, start, groups, out);
    }
  }

  /** {@code start} is a multiple of 64. */
  private static void putBytes(long[] words, int start, int bytes, ByteSink out) {
    out.reserve(bytes + Long.BYTES);
    for (int i = 0; i < bytes; i += Long.BYTES) {
      ByteSink.LONG.set(out.data, out.size + i, words[(start >>> 6) + (i >>> 3)]);
    }
    out.size += bytes;
  }
}
