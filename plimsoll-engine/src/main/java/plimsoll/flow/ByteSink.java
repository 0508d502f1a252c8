package plimsoll.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at the end and are kept for reuse; numbers are little-endian, as in Parquet. */
public final class ByteSink {
  /** Reads and writes an int. */
  public static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Reads and writes a long. */
  public static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SMALLEST = 256;

  /** What holds the bytes; another one once it had to grow. */
  public byte[] data;

  /** How many bytes there are. */
  public int size;

  /** Without room to speak of. */
  public ByteSink() {
    this(SMALLEST);
  }

  /** With room for so many bytes. */
  public ByteSink(int room) {
    data = new byte[room];
  }

  /** Forgets the bytes and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Gives back what an empty sink does not need. */
  public void shrink() {
    if (size == 0 && data.length > SMALLEST) {
      data = new byte[SMALLEST];
    }
  }

  /** Makes room for {@code more} bytes past the end. */
  public void reserve(int more) {
    if (more > data.length - size) {
      long wanted = Math.max((long) size + more, data.length * 2L);
      data = Arrays.copyOf(data, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }

  /** Appends one byte. */
  public void putByte(int value) {
    reserve(1);
    data[size++] = (byte) value;
  }

  /** Appends four bytes. */
  public void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(data, size, value);
    size += Integer.BYTES;
  }

  /** Appends eight bytes. */
  public void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(data, size, value);
    size += Long.BYTES;
  }

  /** Appends bytes. */
  public void put(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, data, size, length);
    size += length;
  }

  /** ULEB128 of an unsigned number. */
  public void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      data[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    data[size++] = (byte) rest;
  }

  /** ULEB128 of a signed number, zigzag. */
  public void putZigzag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }
}
