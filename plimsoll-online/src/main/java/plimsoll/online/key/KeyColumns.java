package plimsoll.online.key;

import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * The key columns of a row as bytes, in an order that is that of their values, column by column:
 * NULL first, then numbers by size, text and bytes by unsigned bytes.
 *
 * <p>Shape: a byte 00 for NULL; or 01 and the value. Numbers are big-endian with the sign turned. A
 * byte 00 within text is written 00 FF, and its end 00 00; so a text comes before those that it
 * begins, and any byte may occur.
 */
public final class KeyColumns {
  private static final int ABSENT = 0;
  private static final int PRESENT = 1;
  private static final int ZERO_WITHIN = 0xFF;
  private static final int END = 0;

  private KeyColumns() {}

  /** Appends the columns at those positions of a row. */
  public static void write(Batch batch, List<Integer> columns, int row, ByteSink out) {
    for (int i = 0; i < columns.size(); i++) {
      write(batch.column(columns.get(i)), row, out);
    }
  }

  private static void write(Vector vector, int row, ByteSink out) {
    if (vector.isNull(row)) {
      out.putByte(ABSENT);
      return;
    }
    out.putByte(PRESENT);
    if (vector instanceof Vector.Bytes spans) {
      writeBytes(spans.data(), spans.starts[row], spans.lengths[row], out);
    } else if (vector instanceof Vector.Longs longs) {
      writeSigned(longs.values[row], out);
    } else if (vector instanceof Vector.Ints ints) {
      out.putInt(Integer.reverseBytes(ints.values[row] ^ Integer.MIN_VALUE));
    } else if (vector instanceof Vector.Booleans booleans) {
      out.putByte(booleans.values[row]);
    } else if (vector instanceof Vector.Int128s wide) {
      writeSigned(wide.high[row], out);
      out.putLong(Long.reverseBytes(wide.low[row]));
    } else {
      throw new IllegalArgumentException("no key: " + vector.getClass().getSimpleName());
    }
  }

  private static void writeSigned(long value, ByteSink out) {
    out.putLong(Long.reverseBytes(value ^ Long.MIN_VALUE));
  }

  private static void writeBytes(byte[] data, int start, int length, ByteSink out) {
    int from = start;
    for (int at = start; at < start + length; at++) {
      if (data[at] == 0) {
        out.put(data, from, at + 1 - from);
        out.putByte(ZERO_WITHIN);
        from = at + 1;
      }
    }
    out.put(data, from, start + length - from);
    out.putByte(0);
    out.putByte(END);
  }
}
