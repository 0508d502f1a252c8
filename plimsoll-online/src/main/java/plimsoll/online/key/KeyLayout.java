package plimsoll.online.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where the parts of a key lie. All keys of a store compare as unsigned bytes.
 *
 * <pre>
 *   rows       01 | incarnation 8 | index 2 | key columns | time 8 | hash 8 | load id 8 | row 8
 *   reserved   00 | name
 * </pre>
 *
 * Numbers are big-endian. The incarnation is a table's life between two truncations; what is behind
 * it and the index is the <em>tail</em>, and all that a load knows before it is published. The time
 * is inverted, so newer rows come first. The hash is that of the row's bytes: rows of equal key and
 * time are in its order, so a load can be compared with the store side by side. Load id and row
 * number make equal rows differ.
 */
public final class KeyLayout {
  /** Begins the keys of rows. */
  public static final byte ROWS = 1;

  /** Begins all other keys. */
  public static final byte RESERVED = 0;

  /** Bytes before the tail. */
  public static final int HEAD = 1 + Long.BYTES + Short.BYTES;

  /** Bytes of time, hash, load id and row number. */
  public static final int BEHIND_COLUMNS = 4 * Long.BYTES;

  /** Bytes of load id and row number. */
  public static final int ROW_NAME = 2 * Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private KeyLayout() {}

  /** What begins every key of an index. */
  public static byte[] head(long incarnation, int index) {
    byte[] head = new byte[HEAD];
    writeHead(head, incarnation, index);
    return head;
  }

  /** As {@link #head}, into a buffer. */
  public static void writeHead(byte[] to, long incarnation, int index) {
    to[0] = ROWS;
    LONG.set(to, 1, incarnation);
    SHORT.set(to, 1 + Long.BYTES, (short) index);
  }

  /** What begins every key of a table's life. */
  public static byte[] incarnation(long incarnation) {
    return Arrays.copyOf(head(incarnation, 0), 1 + Long.BYTES);
  }

  /** The first key behind all that begin with these bytes. */
  public static byte[] behind(byte[] prefix) {
    byte[] next = prefix.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (++next[i] != 0) {
        return Arrays.copyOf(next, i + 1);
      }
    }
    throw new IllegalArgumentException("nothing is behind " + Arrays.toString(prefix));
  }

  /** Eight bytes at a place as a number. */
  public static long longAt(byte[] data, int at) {
    return (long) LONG.get(data, at);
  }

  /** A number as eight bytes at a place. */
  public static void setLong(byte[] data, int at, long value) {
    LONG.set(data, at, value);
  }

  /** How a time is written; also back again. Later times are smaller. */
  public static long inverted(long time) {
    return ~(time ^ Long.MIN_VALUE);
  }

  /** The time in a whole key. */
  public static long time(byte[] key) {
    return inverted(longAt(key, key.length - BEHIND_COLUMNS));
  }
}
