package plimsoll.convert;

/** Checks UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
public final class Utf8 {
  /*
   * Eight bytes at a time, without a branch for each character: whether the bytes that continue one are
   * exactly where the first bytes ask for them. Words of ASCII are stepped over by a branch: texts are
   * mostly of the one kind or the other. Some first bytes limit what may follow them, or are never valid:
   * C0, C1, E0, ED, and F0 on. Characters around such a byte are looked at one by one.
   */
  private static final long LOWS = ~Swar.TOPS;
  private static final long E0 = Swar.repeat(0xE0 & 0x7F);
  private static final long ED = Swar.repeat(0xED & 0x7F);
  private static final long C0 = Swar.repeat(0xC0 & 0x7F);
  private static final long EVEN = Swar.repeat(0x7E);

  private Utf8() {}

  /** Whether {@code data[start, end)} is well-formed. */
  public static boolean isValid(byte[] data, int start, int end) {
    int at = start;
    while (at <= end - Long.BYTES) {
      int stopped = skipOrdinary(data, at, end);
      int until = Math.min(stopped + Long.BYTES, end);
      at = oneByOne(data, characterStart(data, stopped, at), until, end);
      if (at < 0) {
        return false;
      }
    }
    return oneByOne(data, at, end, end) == end;
  }

  /**
   * Steps over whole words in which all is well.
   *
   * @param start where a character begins
   * @return where a word begins that is to be looked at more closely; past {@code end - 8} if there
   *     is none. A character that began before may reach into it.
   */
  private static int skipOrdinary(byte[] data, int start, int end) {
    long carried = 0; // top bits where the word must continue a character
    int at = start;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long w = Swar.word(data, at);
      long others = w & Swar.TOPS;
      if ((others | carried) == 0) {
        continue;
      }
      long first = others & w << 1;
      long threeOrFour = first & w << 2;
      long four = threeOrFour & w << 3;
      long continued = others & ~first;
      long wrong = continued ^ (first << 8 | threeOrFour << 16 | four << 24 | carried);
      carried = first >>> 56 | threeOrFour >>> 48 | four >>> 40;
      long low = w & LOWS;
      long limited =
          (Swar.TOPS - (low ^ E0)) | (Swar.TOPS - (low ^ ED)) | (Swar.TOPS - (low & EVEN ^ C0));
      if ((wrong | four | (limited & others)) != 0) {
        break;
      }
    }
    return at;
  }

  /** Where the character begins that reaches to {@code at}; {@code at} if none does. */
  private static int characterStart(byte[] data, int at, int start) {
    int first = at - 1;
    while (first > start && first > at - 4 && (data[first] & 0xC0) == 0x80) {
      first--;
    }
    return first >= start && data[first] < 0 ? first : at;
  }

  /** Past the last character that begins before {@code until}; -1 if one is malformed. */
  private static int oneByOne(byte[] data, int start, int until, int end) {
    int at = start;
    while (at >= 0 && at < until) {
      at = data[at] >= 0 ? at + 1 : skipCharacter(data, at, end);
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
