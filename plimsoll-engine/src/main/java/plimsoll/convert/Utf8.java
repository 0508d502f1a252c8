package plimsoll.convert;

/** Checks UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
public final class Utf8 {
  /*
   * Eight bytes at a time, without a branch for each character: whether the bytes that continue one are
   * exactly where the first bytes ask for them. Some first bytes limit what may follow them, or are never
   * valid: C0, C1, E0, ED, and F0 on. From the first of these on, characters are looked at one by one.
   */
  private static final int BLOCK = 64;
  private static final long LOWS = ~Swar.TOPS;
  private static final long E0 = Swar.repeat(0xE0 & 0x7F);
  private static final long ED = Swar.repeat(0xED & 0x7F);
  private static final long C0 = Swar.repeat(0xC0 & 0x7F);
  private static final long EVEN = Swar.repeat(0x7E);

  private Utf8() {}

  /** Whether {@code data[start, end)} is well-formed. */
  public static boolean isValid(byte[] data, int start, int end) {
    long carried = 0; // top bits where the next word must continue a character
    long wrong = 0;
    int at = start;
    for (; at <= end - BLOCK; at += BLOCK) {
      if (carried == 0 && isAscii(data, at)) {
        continue;
      }
      long special = 0;
      for (int word = at; word < at + BLOCK; word += Long.BYTES) {
        long w = Swar.word(data, word);
        long others = w & Swar.TOPS;
        long first = others & w << 1;
        long threeOrFour = first & w << 2;
        long four = threeOrFour & w << 3;
        long continued = others & ~first;
        wrong |= continued ^ (first << 8 | threeOrFour << 16 | four << 24 | carried);
        carried = first >>> 56 | threeOrFour >>> 48 | four >>> 40;
        long low = w & LOWS;
        long limited =
            (Swar.TOPS - (low ^ E0)) | (Swar.TOPS - (low ^ ED)) | (Swar.TOPS - (low & EVEN ^ C0));
        special |= four | (limited & others);
      }
      if (wrong != 0) {
        return false;
      }
      if (special != 0) {
        return isValidOneByOne(data, characterStart(data, at, start), end);
      }
    }
    return isValidOneByOne(data, carried == 0 ? at : characterStart(data, at, start), end);
  }

  private static boolean isAscii(byte[] data, int at) {
    long any =
        Swar.word(data, at)
            | Swar.word(data, at + 8)
            | Swar.word(data, at + 16)
            | Swar.word(data, at + 24)
            | Swar.word(data, at + 32)
            | Swar.word(data, at + 40)
            | Swar.word(data, at + 48)
            | Swar.word(data, at + 56);
    return (any & Swar.TOPS) == 0;
  }

  /** Where the character begins that reaches to {@code at}; {@code at} if none does. */
  private static int characterStart(byte[] data, int at, int start) {
    int first = at - 1;
    while (first > start && first > at - 4 && (data[first] & 0xC0) == 0x80) {
      first--;
    }
    return first >= start && data[first] < 0 ? first : at;
  }

  private static boolean isValidOneByOne(byte[] data, int start, int end) {
    int at = start;
    while (true) {
      at = skipAscii(data, at, end);
      if (at == end) {
        return true;
      }
      at = skipCharacter(data, at, end);
      if (at < 0) {
        return false;
      }
    }
  }

  private static int skipAscii(byte[] data, int start, int end) {
    int at = start;
    for (; at <= end - 8; at += 8) {
      long others = Swar.word(data, at) & Swar.TOPS;
      if (others != 0) {
        return at + (Long.numberOfTrailingZeros(others) >>> 3);
      }
    }
    while (at < end && data[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Past the character of two or more bytes at {@code at}; -1 if it is malformed. */
  private static int skipCharacter(byte[] data, int at, int end) {
    int first = data[at] & 0xFF;
    int more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 0;
    if (more == 0 || end - at <= more) {
      return -1;
    }
    int second = data[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return -1;
    }
    for (int i = 2; i <= more; i++) {
      if ((data[at + i] & 0xC0) != 0x80) {
        return -1;
      }
    }
    return at + more + 1;
  }
}
