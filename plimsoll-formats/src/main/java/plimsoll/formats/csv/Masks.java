package plimsoll.formats.csv;

import plimsoll.convert.Swar;

/** Sets of byte places in a block of 64, one bit a byte, lowest first. */
final class Masks {
  /** Bytes in a block. */
  static final int BLOCK = 64;

  /** Room that {@link #write} needs behind what it writes. */
  static final int SLACK = 72;

  private static final long GATHER = 0x0002040810204081L;

  private Masks() {}

  /** As {@link Swar#matches}, for words without a byte above 127; half the work. */
  static long matchesAscii(long word, long pattern) {
    return (Swar.TOPS - (word ^ pattern)) & Swar.TOPS;
  }

  /** One bit a byte from the top bits of eight words. */
  static long gather(
      long m0, long m1, long m2, long m3, long m4, long m5, long m6, long m7) {
    return (m0 * GATHER) >>> 56
        | ((m1 * GATHER) >>> 56) << 8
        | ((m2 * GATHER) >>> 56) << 16
        | ((m3 * GATHER) >>> 56) << 24
        | ((m4 * GATHER) >>> 56) << 32
        | ((m5 * GATHER) >>> 56) << 40
        | ((m6 * GATHER) >>> 56) << 48
        | ((m7 * GATHER) >>> 56) << 56;
  }

  /** Each bit becomes the parity of itself and all bits below: 1 from an opening quote on. */
  static long prefixXor(long bits) {
    long x = bits ^ bits << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    return x ^ x << 32;
  }

  /**
   * Appends the places of the bits, counted from {@code base}. Writes in steps of eight whether there
   * are so many or not, as one badly predicted branch costs more.
   *
   * @return {@code count} plus the number of bits
   */
  static int write(long bits, int base, int[] positions, int count) {
    int total = Long.bitCount(bits);
    long left = bits;
    for (int at = count; left != 0; at += 8) {
      positions[at] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 1] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 2] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 3] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 4] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 5] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 6] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      positions[at + 7] = base + Long.numberOfTrailingZeros(left);
      left &= left - 1;
    }
    return count + total;
  }

  /** The bits of the bytes that exist when only {@code length} of the block do. */
  static long existing(int length) {
    return length >= BLOCK ? -1L : (1L << length) - 1;
  }
}
