package plimsoll.flow;

import java.util.List;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * Rows as bytes: those that wait on disk, and those of the online store, which keeps them. So the
 * shape is for good, and equal rows have equal bytes.
 *
 * <p>Shape: for each column one byte, 0 for NULL, then the value: numbers of a fixed width,
 * little-endian; spans and lists behind their length; a list's elements and a struct's fields as
 * columns are.
 */
public final class RowCodec {
  private byte[] data = new byte[0];
  private int at;

  /** Appends a row of a batch. */
  public static void write(Batch batch, int row, ByteSink out) {
    for (int i = 0; i < batch.width(); i++) {
      write(batch.column(i), row, out);
    }
  }

  private static void write(Vector vector, int slot, ByteSink out) {
    boolean isNull = vector.isNull(slot);
    out.putByte(isNull ? 0 : 1);
    if (isNull) {
      return;
    }
    if (vector instanceof Vector.Longs longs) {
      out.putLong(longs.values[slot]);
    } else if (vector instanceof Vector.Ints ints) {
      out.putInt(ints.values[slot]);
    } else if (vector instanceof Vector.Bytes spans) {
      out.putInt(spans.lengths[slot]);
      out.put(spans.data(), spans.starts[slot], spans.lengths[slot]);
    } else if (vector instanceof Vector.Doubles doubles) {
      out.putLong(Double.doubleToRawLongBits(doubles.values[slot]));
    } else if (vector instanceof Vector.Floats floats) {
      out.putInt(Float.floatToRawIntBits(floats.values[slot]));
    } else if (vector instanceof Vector.Booleans booleans) {
      out.putByte(booleans.values[slot]);
    } else if (vector instanceof Vector.Int128s wide) {
      out.putLong(wide.high[slot]);
      out.putLong(wide.low[slot]);
    } else if (vector instanceof Vector.Lists lists) {
      out.putInt(lists.lengths[slot]);
      for (int i = 0; i < lists.lengths[slot]; i++) {
        write(lists.elements(), lists.starts[slot] + i, out);
      }
    } else if (vector instanceof Vector.Structs structs) {
      for (Vector field : structs.fields()) {
        write(field, slot, out);
      }
    }
  }

  /** Fills a row of a batch that was cleared before its first row. */
  public void read(byte[] from, int start, Batch batch, int row) {
    data = from;
    at = start;
    for (int i = 0; i < batch.width(); i++) {
      read(batch.column(i), row);
    }
  }

  private void read(Vector vector, int slot) {
    if (data[at++] == 0) {
      vector.setNull(slot);
      return;
    }
    vector.setPresent(slot);
    if (vector instanceof Vector.Longs longs) {
      longs.values[slot] = readLong();
    } else if (vector instanceof Vector.Ints ints) {
      ints.values[slot] = readInt();
    } else if (vector instanceof Vector.Bytes spans) {
      int length = readInt();
      System.arraycopy(data, at, spans.reserve(length), spans.used(), length);
      spans.append(slot, length);
      at += length;
    } else if (vector instanceof Vector.Doubles doubles) {
      doubles.values[slot] = Double.longBitsToDouble(readLong());
    } else if (vector instanceof Vector.Floats floats) {
      floats.values[slot] = Float.intBitsToFloat(readInt());
    } else if (vector instanceof Vector.Booleans booleans) {
      booleans.values[slot] = data[at++];
    } else if (vector instanceof Vector.Int128s wide) {
      wide.high[slot] = readLong();
      wide.low[slot] = readLong();
    } else if (vector instanceof Vector.Lists lists) {
      readList(lists, slot);
    } else if (vector instanceof Vector.Structs structs) {
      readFields(structs.fields(), slot);
    }
  }

  private void readList(Vector.Lists lists, int slot) {
    int length = readInt();
    int start = lists.used();
    for (int i = 0; i < length; i++) {
      read(lists.elements(), lists.add());
    }
    lists.end(slot, start);
  }

  private void readFields(List<Vector> fields, int slot) {
    for (Vector field : fields) {
      read(field, slot);
    }
  }

  private int readInt() {
    int value = (int) ByteSink.INT.get(data, at);
    at += Integer.BYTES;
    return value;
  }

  private long readLong() {
    long value = (long) ByteSink.LONG.get(data, at);
    at += Long.BYTES;
    return value;
  }
}
