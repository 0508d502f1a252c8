package plimsoll.convert;

import java.util.Arrays;
import plimsoll.model.Vector;

/**
 * VARBINARY as Base64 (RFC 4648, with its padding); blank text is no bytes, and text that is not
 * Base64 stands for its own bytes. Values are decoded into the vector's own storage.
 */
final class Base64Reader implements ValueReader {
  private static final byte[] VALUES = values();
  private static final int NONE = -1;

  private final int maxBytes;

  Base64Reader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) NONE);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    Vector.Bytes bytes = (Vector.Bytes) out;
    int length = end - start;
    byte[] to = bytes.reserve(length);
    int decoded =
        Numbers.skipBlanks(data, start, end) == end
            ? 0
            : decode(data, start, end, to, bytes.used());
    if (decoded < 0) {
      System.arraycopy(data, start, to, bytes.used(), length);
      decoded = length;
    }
    bytes.append(row, decoded);
    return decoded <= maxBytes;
  }

  @Override
  public boolean isUnkeepable(byte[] data, int start, int end) {
    return true;
  }

  /** How many bytes the text stands for, or -1 if it is not Base64. */
  private static int decode(byte[] data, int start, int end, byte[] to, int at) {
    int padding = end - start < 4 || data[end - 1] != '=' ? 0 : data[end - 2] == '=' ? 2 : 1;
    int past = end - padding;
    if (((end - start) & 3) != 0) {
      return NONE;
    }
    int write = at;
    int read = start;
    for (; read + 4 <= past; read += 4) {
      int word =
          value(data, read) << 18
              | value(data, read + 1) << 12
              | value(data, read + 2) << 6
              | value(data, read + 3);
      if (word < 0) {
        return NONE;
      }
      to[write] = (byte) (word >> 16);
      to[write + 1] = (byte) (word >> 8);
      to[write + 2] = (byte) word;
      write += 3;
    }
    return padding == 0 ? write - at : last(data, read, padding, to, write, at);
  }

  /** The last two or three digits; what they have beyond whole bytes must be 0. */
  private static int last(byte[] data, int read, int padding, byte[] to, int write, int at) {
    int word = value(data, read) << 18 | value(data, read + 1) << 12;
    if (padding == 1) {
      word |= value(data, read + 2) << 6;
    }
    if (word < 0 || (word & (padding == 1 ? 0xFF : 0xFFFF)) != 0) {
      return NONE;
    }
    to[write] = (byte) (word >> 16);
    if (padding == 1) {
      to[write + 1] = (byte) (word >> 8);
    }
    return write - at + 3 - padding;
  }

  /** A digit's value; all bits set for what is none, which makes any word with it negative. */
  private static int value(byte[] data, int at) {
    return VALUES[data[at] & 0xFF];
  }
}
