package plimsoll.convert;

/**
 * Checks JSON (RFC 8259) and copies it with one spacing: a blank behind each comma and colon, none
 * elsewhere. Numbers and strings stay as they are written; nothing is sorted, merged or dropped.
 *
 * <p>Stricter than the grammar where readers fail: half a surrogate pair is an error, and nesting
 * deeper than {@link #MAX_DEPTH}. The bytes are known to be UTF-8.
 */
public final class JsonText {
  /** The longest text. */
  public static final int MAX_BYTES = 16 << 20;

  /** How deep objects and arrays may lie within each other. */
  public static final int MAX_DEPTH = 512;

  /** What {@link #copy} answers for what is not JSON. */
  public static final int NOT_JSON = -1;

  private final long[] objects = new long[MAX_DEPTH >>> 6];
  private byte[] data = new byte[0];
  private byte[] to = new byte[0];
  private int at;
  private int end;
  private int write;
  private int depth;

  /**
   * Copies one value.
   *
   * @param target has room for twice the bytes from {@code begin} on
   * @return length of the copy, or {@link #NOT_JSON}
   */
  public int copy(byte[] bytes, int start, int past, byte[] target, int begin) {
    data = bytes;
    to = target;
    at = start;
    end = past;
    write = begin;
    depth = 0;
    boolean whole = value() && skip() == end;
    return whole ? write - begin : NOT_JSON;
  }

  /** Past blanks. */
  private int skip() {
    while (at < end
        && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** One value with all that is in it; a loop, so that depth costs no stack. */
  private boolean value() {
    while (true) {
      if (skip() == end) {
        return false;
      }
      byte first = data[at];
      if (first == '{' || first == '[') {
        if (!open(first == '{')) {
          return false;
        }
        if (skip() < end && data[at] != (first == '{' ? '}' : ']')) {
          if (first == '{' && !key()) {
            return false;
          }
          continue;
        }
      } else if (!scalar(first)) {
        return false;
      }
      if (!next()) {
        return depth == 0;
      }
    }
  }

  private boolean open(boolean object) {
    if (depth == MAX_DEPTH) {
      return false;
    }
    long bit = 1L << depth;
    objects[depth >>> 6] = object ? objects[depth >>> 6] | bit : objects[depth >>> 6] & ~bit;
    depth++;
    to[write++] = data[at++];
    return true;
  }

  /** Behind a value: closes what ends there, then goes to the next one; false if there is none. */
  private boolean next() {
    while (depth > 0) {
      if (skip() == end) {
        return false;
      }
      boolean object = (objects[(depth - 1) >>> 6] >>> (depth - 1) & 1) != 0;
      byte sign = data[at++];
      to[write++] = sign;
      if (sign == ',') {
        to[write++] = ' ';
        return !object || key();
      }
      if (sign != (object ? '}' : ']')) {
        return false;
      }
      depth--;
    }
    return false;
  }

  private boolean key() {
    if (skip() == end || data[at] != '"' || !string() || skip() == end || data[at] != ':') {
      return false;
    }
    at++;
    to[write++] = ':';
    to[write++] = ' ';
    return true;
  }

  private boolean scalar(byte first) {
    return switch (first) {
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean word(String word) {
    if (end - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (data[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return take(at + word.length());
  }

  private boolean number() {
    int place = data[at] == '-' ? at + 1 : at;
    int whole = Numbers.skipDigits(data, place, end);
    if (whole == place || (data[place] == '0' && whole > place + 1)) {
      return false;
    }
    place = whole;
    if (place < end && data[place] == '.') {
      int behind = Numbers.skipDigits(data, place + 1, end);
      if (behind == place + 1) {
        return false;
      }
      place = behind;
    }
    if (place < end && (data[place] | 0x20) == 'e') {
      int digits = place + 1 < end && Numbers.isSign(data[place + 1]) ? place + 2 : place + 1;
      place = Numbers.skipDigits(data, digits, end);
      if (place == digits) {
        return false;
      }
    }
    return take(place);
  }

  private boolean string() {
    int place = at + 1;
    while (place < end && data[place] != '"') {
      if (data[place] == '\\') {
        place = escape(place);
        if (place < 0) {
          return false;
        }
      } else if (data[place] >= 0 && data[place] < ' ') {
        return false;
      } else {
        place++;
      }
    }
    return place < end && take(place + 1);
  }

  /** Past an escape, both halves of a surrogate pair at once; negative if it is none. */
  private int escape(int place) {
    if (place + 1 >= end) {
      return NOT_JSON;
    }
    return switch (data[place + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> place + 2;
      case 'u' -> unicode(place);
      default -> NOT_JSON;
    };
  }

  private int unicode(int place) {
    int unit = hex(place + 2);
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return NOT_JSON;
    }
    if (!Character.isHighSurrogate((char) unit)) {
      return place + 6;
    }
    boolean pair =
        place + 12 <= end
            && data[place + 6] == '\\'
            && data[place + 7] == 'u'
            && hex(place + 8) >= 0
            && Character.isLowSurrogate((char) hex(place + 8));
    return pair ? place + 12 : NOT_JSON;
  }

  private int hex(int place) {
    if (place + 4 > end) {
      return NOT_JSON;
    }
    int value = 0;
    for (int i = place; i < place + 4; i++) {
      int digit = Character.digit(data[i], 16);
      if (digit < 0) {
        return NOT_JSON;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private boolean take(int past) {
    System.arraycopy(data, at, to, write, past - at);
    write += past - at;
    at = past;
    return true;
  }
}
