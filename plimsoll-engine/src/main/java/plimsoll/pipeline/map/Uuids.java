package plimsoll.pipeline.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import plimsoll.model.DefaultValue;
import plimsoll.model.Vector;

/**
 * Values that no other row has, ever: random numbers from the operating system's generator, since
 * one seeded by us could begin alike in two loads.
 */
final class Uuids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 16;
  private static final int LENGTH = 36;
  private static final long TOP_BITS = 0xC000_0000_0000_0000L;

  private Uuids() {}

  /** Fills the first rows of a column; one draw for the batch. */
  static void fill(DefaultValue.PerRow kind, Vector column, int rows) {
    byte[] random = new byte[rows * BYTES];
    RANDOM.nextBytes(random);
    switch (kind) {
      case UUID -> texts(random, (Vector.Bytes) column, rows);
      case UUID_NUMERIC -> numbers(random, (Vector.Int128s) column, rows);
    }
  }

  private static void numbers(byte[] random, Vector.Int128s column, int rows) {
    for (int row = 0; row < rows; row++) {
      column.high[row] = (long) LONGS.get(random, row * BYTES) & ~TOP_BITS;
      column.low[row] = (long) LONGS.get(random, row * BYTES + Long.BYTES);
    }
  }

  /** Source: RFC 9562, version 4. */
  private static void texts(byte[] random, Vector.Bytes column, int rows) {
    byte[] to = column.reserve(rows * LENGTH);
    for (int row = 0; row < rows; row++) {
      int from = row * BYTES;
      random[from + 6] = (byte) (random[from + 6] & 0x0F | 0x40);
      random[from + 8] = (byte) (random[from + 8] & 0x3F | 0x80);
      text(random, from, to, column.used());
      column.append(row, LENGTH);
    }
  }

  private static void text(byte[] random, int from, byte[] to, int start) {
    int at = start;
    for (int i = 0; i < BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        to[at++] = '-';
      }
      to[at++] = HEX[random[from + i] >> 4 & 15];
      to[at++] = HEX[random[from + i] & 15];
    }
  }
}
