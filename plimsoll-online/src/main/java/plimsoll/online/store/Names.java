package plimsoll.online.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import plimsoll.online.key.KeyLayout;

/** Reserved keys: {@code 00}, a word, and mostly a number or a table. */
final class Names {
  /** Everything up to this commit is done. */
  static final byte[] FLOOR = name("floor", new byte[0]);

  /** The last incarnation that was given to a table. */
  static final byte[] LAST_LIFE = name("last-life", new byte[0]);

  private static final String APPLIED = "applied/";
  private static final String TABLE = "table/";
  private static final String DEAD = "dead/";

  private Names() {}

  /** There once that commit is done. */
  static byte[] applied(long commit) {
    return name(APPLIED, number(commit));
  }

  static long appliedNumber(byte[] key) {
    return number(key, applied(0).length - Long.BYTES);
  }

  /** Its value is the table's incarnation. */
  static byte[] table(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return name(TABLE, bytes.array());
  }

  static byte[] tables() {
    return name(TABLE, new byte[0]);
  }

  static UUID tableOf(byte[] key) {
    int at = tables().length;
    return new UUID(KeyLayout.longAt(key, at), KeyLayout.longAt(key, at + Long.BYTES));
  }

  /** There while rows of that incarnation may still take space. */
  static byte[] dead(long incarnation) {
    return name(DEAD, number(incarnation));
  }

  static byte[] deads() {
    return name(DEAD, new byte[0]);
  }

  /** The number at the end of a key or value. */
  static long number(byte[] bytes, int from) {
    return KeyLayout.longAt(bytes, from);
  }

  static byte[] number(long value) {
    byte[] bytes = new byte[Long.BYTES];
    KeyLayout.setLong(bytes, 0, value);
    return bytes;
  }

  private static byte[] name(String word, byte[] rest) {
    byte[] text = word.getBytes(StandardCharsets.US_ASCII);
    byte[] key = Arrays.copyOf(new byte[] {KeyLayout.RESERVED}, 1 + text.length + rest.length);
    System.arraycopy(text, 0, key, 1, text.length);
    System.arraycopy(rest, 0, key, 1 + text.length, rest.length);
    return key;
  }
}
