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

  /**
   * Marks the bytes in which the words agree by their top bits, for words without a byte above 127.
   * The other bits are left as they come: {@link #gather} wants them masked, once for several
   * patterns.
   */
  static long hits(long word, long pattern) {
    return Swar.TOPS - (word ^ pattern);
  }

  /** One bit a byte from the top bits of the bytes of eight words, which have no other bits. */
  static long gather(long m0, long m1, long m2, long m3, long m4, long m5, long m6, long m7) {
    return (m0 * GATHER) >>> 56
        | ((m1 * GATHER) >>> 56) << 8
        | ((m2 * GATHER) >>> 56) << 16
        | ((m3 * GATHER) >>> 56) << 24
        | ((m4 * GATHER) >>> 56) << 32
        | ((m5 * GATHER) >>> 56) << 40
        | ((m6 * GATHER) >>> 56) << 48
        | ((m7 * GATHER) >>> 56) << 56;
  }

  /** As {@link #gather} for words with any other bits. */
  static long gatherTops(long m0, long m1, long m2, long m3, long m4, long m5, long m6, long m7) {
    return gather(
        m0 & Swar.TOPS,
        m1 & Swar.TOPS,
        m2 & Swar.TOPS,
        m3 & Swar.TOPS,
        m4 & Swar.TOPS,
        m5 & Swar.TOPS,
        m6 & Swar.TOPS,
        m7 & Swar.TOPS);
  }

  /** The bytes of eight words that are the pattern's; any words, any pattern. */
  static long places(
      long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long pattern) {
    return gather(
        Swar.matches(w0, pattern), Swar.matches(w1, pattern),
        Swar.matches(w2, pattern), Swar.matches(w3, pattern),
        Swar.matches(w4, pattern), Swar.matches(w5, pattern),
        Swar.matches(w6, pattern), Swar.matches(w7, pattern));
  }

  /** As {@link #places} for a pattern of bytes below 128, in any words; cheaper. */
  static long asciiPlaces(
      long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long pattern) {
    return gatherTops(
        asciiHits(w0, pattern), asciiHits(w1, pattern),
        asciiHits(w2, pattern), asciiHits(w3, pattern),
        asciiHits(w4, pattern), asciiHits(w5, pattern),
        asciiHits(w6, pattern), asciiHits(w7, pattern));
  }

  /** Whether a pattern of bytes below 128 occurs in some of eight words. */
  static boolean hasAscii(
      long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long pattern) {
    long any =
        asciiHits(w0, pattern)
            | asciiHits(w1, pattern)
            | asciiHits(w2, pattern)
            | asciiHits(w3, pattern)
            | asciiHits(w4, pattern)
            | asciiHits(w5, pattern)
            | asciiHits(w6, pattern)
            | asciiHits(w7, pattern);
    return (any & Swar.TOPS) != 0;
  }

  /**
   * As {@link #hits} for a pattern of bytes below 128, in any words: compares seven bits, then
   * leaves out bytes that have the eighth.
   */
  static long asciiHits(long word, long pattern) {
    return hits(word & ~Swar.TOPS, pattern) & ~word;
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
   * Appends the places of the bits, counted from {@code base}. Writes in steps of eight whether
   * there are so many or not, as one badly predicted branch costs more.
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
}
