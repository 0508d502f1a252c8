package plimsoll.convert;

/** Checks UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
public final class Utf8 {
  private Utf8() {}

  /** Whether {@code data[start, end)} is well-formed. */
  public static boolean isValid(byte[] data, int start, int end) {
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
