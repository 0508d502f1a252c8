package plimsoll.lake.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at the end and are kept for reuse; numbers are little-endian, as in Parquet. */
final class ByteSink {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SMALLEST = 256;

  byte[] data = new byte[SMALLEST];
  int size;

  void clear() {
    size = 0;
  }

  /** Gives back what an empty sink does not need. */
  void shrink() {
    if (size == 0 && data.length > SMALLEST) {
      data = new byte[SMALLEST];
    }
  }

  /** Makes room for {@code more} bytes past the end. */
  void reserve(int more) {
    if (more > data.length - size) {
      long wanted = Math.max((long) size + more, data.length * 2L);
      data = Arrays.copyOf(data, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }

  void putByte(int value) {
    reserve(1);
    data[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(data, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(data, size, value);
    size += Long.BYTES;
  }

  void put(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, data, size, length);
    size += length;
  }

  /** ULEB128 of an unsigned number. */
  void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      data[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    data[size++] = (byte) rest;
  }

  /** ULEB128 of a signed number, zigzag. */
  void putZigzag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }
}
