package plimsoll.formats.parquet;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** PLAIN: values one behind the other, little-endian. */
abstract class PlainValues extends PageValues {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] data;
  final int end;
  int at;

  PlainValues(PageBytes page) {
    data = page.data();
    at = page.start();
    end = page.end();
  }

  static PlainValues of(SourceType type, PageBytes page) {
    return switch (type.physical()) {
      case BOOLEAN -> new Bits(page);
      case INT32 -> new Ints(page, type.unsigned() ? 0xFFFFFFFFL : -1L);
      case INT64 -> new Longs(page);
      case INT96 -> new Int96s(page);
      case FLOAT -> new Floats(page);
      case DOUBLE -> new Doubles(page);
      case BINARY -> new Spans(page);
      case FIXED_LEN_BYTE_ARRAY -> new FixedSpans(page, type.length());
    };
  }

  /** Where {@code count} values of that many bytes begin. */
  final int take(int count, int width) throws IOException {
    int start = at;
    if ((long) count * width > end - at) {
      throw new IOException("it holds fewer values than it says");
    }
    at += count * width;
    return start;
  }

  private static final class Bits extends PlainValues {
    private int bit;

    Bits(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      if (bit + (long) count > (end - at) * 8L) {
        throw new IOException("it holds fewer values than it says");
      }
      for (int i = 0; i < count; i++, bit++) {
        int value = data[at + (bit >>> 3)] >>> (bit & 7) & 1;
        to.longs[i] = value;
      }
    }
  }

  private static final class Ints extends PlainValues {
    private final long mask;

    Ints(PageBytes page, long mask) {
      super(page);
      this.mask = mask;
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      int from = take(count, Integer.BYTES);
      for (int i = 0; i < count; i++) {
        to.longs[i] = (int) INT.get(data, from + i * Integer.BYTES) & mask;
      }
    }
  }

  private static final class Longs extends PlainValues {
    Longs(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      int from = take(count, Long.BYTES);
      for (int i = 0; i < count; i++) {
        to.longs[i] = (long) LONG.get(data, from + i * Long.BYTES);
      }
    }
  }

  private static final class Int96s extends PlainValues {
    Int96s(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      int from = take(count, Int96.BYTES);
      for (int i = 0; i < count; i++) {
        to.longs[i] = Int96.micros(data, from + i * Int96.BYTES);
      }
    }
  }

  private static final class Floats extends PlainValues {
    Floats(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      int from = take(count, Float.BYTES);
      for (int i = 0; i < count; i++) {
        to.doubles[i] = Float.intBitsToFloat((int) INT.get(data, from + i * Float.BYTES));
      }
    }
  }

  private static final class Doubles extends PlainValues {
    Doubles(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      int from = take(count, Double.BYTES);
      for (int i = 0; i < count; i++) {
        to.doubles[i] = Double.longBitsToDouble((long) LONG.get(data, from + i * Double.BYTES));
      }
    }
  }

  /** Each behind its length; the page is not copied. */
  private static final class Spans extends PlainValues {
    Spans(PageBytes page) {
      super(page);
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      to.data = data;
      int next = at;
      for (int i = 0; i < count; i++) {
        if (end - next < Integer.BYTES) {
          throw new IOException("it holds fewer values than it says");
        }
        int length = (int) INT.get(data, next);
        next += Integer.BYTES;
        if (length < 0 || length > end - next) {
          throw new IOException("a value of it is " + length + " bytes long, more than are left");
        }
        to.starts[i] = next;
        to.lengths[i] = length;
        next += length;
      }
      at = next;
    }
  }

  private static final class FixedSpans extends PlainValues {
    private final int width;

    FixedSpans(PageBytes page, int width) {
      super(page);
      this.width = width;
    }

    @Override
    void read(int count, RawColumn to) throws IOException {
      to.data = data;
      int from = take(count, width);
      for (int i = 0; i < count; i++) {
        to.starts[i] = from + i * width;
        to.lengths[i] = width;
      }
    }
  }
}
