package plimsoll.lake.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Hash, equality and order of byte ranges, eight bytes at a time. */
final class Spans {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Spans() {}

  /** A hash with good upper bits. */
  static int hash(byte[] data, int start, int length) {
    long hash = length * MIX;
    int end = start + length;
    if (length >= Long.BYTES) {
      for (int at = start; at < end - Long.BYTES; at += Long.BYTES) {
        hash = mix(hash, (long) ByteSink.LONG.get(data, at));
      }
      hash = mix(hash, (long) ByteSink.LONG.get(data, end - Long.BYTES));
    } else if (length > 0) {
      hash = mix(hash, shortSpan(data, start, length));
    }
    return (int) (hash >>> 32);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ (mixed >>> 29);
  }

  /** The bytes of a span below 8 as one number, the same for equal spans of one length. */
  private static long shortSpan(byte[] data, int start, int length) {
    if (length >= Integer.BYTES) {
      int head = (int) ByteSink.INT.get(data, start);
      int tail = (int) ByteSink.INT.get(data, start + length - Integer.BYTES);
      return ((head & 0xffffffffL) << 32) | (tail & 0xffffffffL);
    }
    return ((data[start] & 0xffL) << 16)
        | ((data[start + (length >> 1)] & 0xffL) << 8)
        | (data[start + length - 1] & 0xffL);
  }

  static boolean equal(byte[] a, int aStart, byte[] b, int bStart, int length) {
    if (length < Long.BYTES) {
      return length == 0 || shortSpan(a, aStart, length) == shortSpan(b, bStart, length);
    }
    return Arrays.equals(a, aStart, aStart + length, b, bStart, bStart + length);
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
