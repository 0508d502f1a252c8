package plimsoll.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time in a long ("SIMD within a register"). Byte i of the array is bits {@code 8i
 * .. 8i+7} of the word, on every machine.
 */
public final class Swar {
  /** The value 1 in every byte; times n, the value n in every byte. */
  public static final long ONES = 0x0101010101010101L;

  /** The top bit of every byte. */
  public static final long TOPS = 0x8080808080808080L;

  private static final long LOWS = ~TOPS;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Swar() {}

  /** The word at {@code data[at, at + 8)}, which must lie within the array. */
  public static long word(byte[] data, int at) {
    return (long) WORDS.get(data, at);
  }

  /** A word of eight times that byte. */
  public static long repeat(int value) {
    return (value & 0xFF) * ONES;
  }

  /** The top bit of each byte in which the words agree; exact, whatever the bytes. */
  public static long matches(long word, long pattern) {
    long difference = word ^ pattern;
    return ~(((difference & LOWS) + LOWS) | difference | LOWS);
  }

  /** How often {@code value} occurs in {@code data[start, end)}. */
  public static int count(byte[] data, int start, int end, byte value) {
    long pattern = repeat(value);
    int count = 0;
    int at = start;
    for (; at <= end - 8; at += 8) {
      count += Long.bitCount(matches(word(data, at), pattern));
    }
    for (; at < end; at++) {
      count += data[at] == value ? 1 : 0;
    }
    return count;
  }

  /** Where {@code value} first occurs in {@code data[start, end)}, or -1. */
  public static int indexOf(byte[] data, int start, int end, byte value) {
    long pattern = repeat(value);
    int at = start;
    for (; at <= end - 8; at += 8) {
      long hits = matches(word(data, at), pattern);
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    for (; at < end; at++) {
      if (data[at] == value) {
        return at;
      }
    }
    return -1;
  }
}
