package plimsoll.lake.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import plimsoll.flow.ByteSink;

/** Hash, equality and order of byte ranges, eight bytes at a time. */
final class Spans {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Spans() {}

  /**
   * The first eight bytes, little-endian, zeros behind the end: all of a span up to that length.
   */
  static long head(byte[] data, int start, int length) {
    if (start + Long.BYTES <= data.length) {
      long word = (long) ByteSink.LONG.get(data, start);
      return length >= Long.BYTES ? word : word & ~(-1L << (Byte.SIZE * length));
    }
    long word = 0;
    for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
      word = (word << 8) | (data[start + i] & 0xff);
    }
    return word;
  }

  /** A hash with good upper bits, of a span whose head is known. */
  static int hash(long head, byte[] data, int start, int length) {
    long hash = mix(length * MIX, head);
    if (length > Long.BYTES) {
      int last = start + length - Long.BYTES;
      for (int at = start + Long.BYTES; at < last; at += Long.BYTES) {
        hash = mix(hash, (long) ByteSink.LONG.get(data, at));
      }
      hash = mix(hash, (long) ByteSink.LONG.get(data, last));
    }
    return (int) (hash >>> 32);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ (mixed >>> 29);
  }

  /** Whether two spans of one length and head are equal. */
  static boolean equalTails(byte[] a, int aStart, byte[] b, int bStart, int length) {
    return length <= Long.BYTES
        || Arrays.equals(
            a, aStart + Long.BYTES, aStart + length, b, bStart + Long.BYTES, bStart + length);
  }

  /** The first eight bytes, big-endian, zeros behind the end: orders spans that differ there. */
  static long prefix(byte[] data, int start, int length) {
    if (start + Long.BYTES <= data.length) {
      long word = (long) BIG_ENDIAN.get(data, start);
      return length >= Long.BYTES ? word : word & prefixMask(length);
    }
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = (word << 8) | (i < length ? data[start + i] & 0xff : 0);
    }
    return word;
  }

  private static long prefixMask(int length) {
    return length == 0 ? 0 : -1L << (Long.SIZE - Byte.SIZE * length);
  }
}
