package plimsoll.lake.parquet;

import plimsoll.flow.ByteSink;

/** Packs numbers of a fixed width, lowest bit first, as Parquet does. */
final class BitPacking {
  private BitPacking() {}

  /** Bits needed for values {@code 0..max}; 0 for 0. */
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /**
   * Appends {@code values[from..to)}, then zeros up to {@code padded} values.
   *
   * @param width 1 to 32
   * @param padded a multiple of 8, at least {@code to - from}
   */
  static void pack(int[] values, int from, int to, int padded, int width, ByteSink out) {
    int bytes = padded / 8 * width;
    out.reserve(bytes + Long.BYTES);
    byte[] data = out.data;
    int at = out.size;
    long pending = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      pending |= (values[i] & 0xffffffffL) << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        ByteSink.INT.set(data, at, (int) pending);
        at += Integer.BYTES;
        pending >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    finish(data, at, pending, out.size + bytes);
    out.size += bytes;
  }

  /**
   * Appends {@code values[from..to)} of up to 64 bits each; {@code to - from} times {@code width}
   * is a multiple of 8.
   */
  static void pack(long[] values, int from, int to, int width, ByteSink out) {
    int bytes = (to - from) * width / 8;
    out.reserve(bytes + Long.BYTES);
    byte[] data = out.data;
    int at = out.size;
    long pending = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      long value = values[i];
      pending |= value << bits;
      bits += width;
      if (bits >= Long.SIZE) {
        ByteSink.LONG.set(data, at, pending);
        at += Long.BYTES;
        bits -= Long.SIZE;
        int used = width - bits;
        pending = used == Long.SIZE ? 0 : value >>> used;
      }
    }
    finish(data, at, pending, out.size + bytes);
    out.size += bytes;
  }

  /** Writes what is pending and zeros up to {@code end}; the slack behind it is reserved. */
  private static void finish(byte[] data, int from, long pending, int end) {
    long rest = pending;
    for (int at = from; at < end; at++) {
      data[at] = (byte) rest;
      rest >>>= Byte.SIZE;
    }
  }
}
