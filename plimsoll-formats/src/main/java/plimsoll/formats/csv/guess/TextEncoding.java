package plimsoll.formats.csv.guess;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Utf8;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.TextCheck;

/**
 * How the text of a file is encoded.
 *
 * @param charset UTF-8, UTF-16 in either order, one of East Asia's, or windows-1252 for what is
 *     none of them
 * @param confidence 0 to 1
 * @param other what it may be as well; null if nothing else comes near
 * @param utf8 the text in UTF-8
 */
record TextEncoding(Charset charset, double confidence, @Nullable Charset other, byte[] utf8) {
  /*
   * UTF-8 proves itself: text in another encoding is hardly ever valid by chance. UTF-16 is known by
   * its mark, or because every second byte of ASCII text in it is zero. Those of East Asia must be able
   * to read all of the text, as frequent characters. The rest are encodings of one byte a character,
   * which look alike; the most frequent stands for them, and the guess says so.
   */
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final double SURE = 1;
  private static final double BY_ZEROS = 0.9;
  private static final double BY_DEFAULT = 0.5;

  /** Below the best by less than that: it may be either. */
  private static final double NEAR = 0.1;

  private static final int LONGEST_CHARACTER = 4;

  /**
   * Guesses.
   *
   * @param whole whether that is all of it; the last character of a sample may be cut off
   */
  static TextEncoding of(String name, byte[] data, boolean whole) {
    if (begins(data, 0xFF, 0xFE)) {
      return decoded(data, StandardCharsets.UTF_16LE, SURE);
    }
    if (begins(data, 0xFE, 0xFF)) {
      return decoded(data, StandardCharsets.UTF_16BE, SURE);
    }
    int[] zeros = zeros(data);
    if (zeros[0] + zeros[1] > 0) {
      return byZeros(name, data, zeros);
    }
    if (isUtf8(data, whole)) {
      return new TextEncoding(StandardCharsets.UTF_8, SURE, null, data);
    }
    return mostlyUtf8(data)
        ? new TextEncoding(StandardCharsets.UTF_8, BY_DEFAULT, null, data)
        : byCharacters(data, EastAsian.of(data, whole));
  }

  private static TextEncoding byCharacters(byte[] data, List<EastAsian.Match> found) {
    if (found.isEmpty() || found.get(0).confidence() <= BY_DEFAULT) {
      return decoded(data, WINDOWS_1252, BY_DEFAULT);
    }
    EastAsian.Match best = found.get(0);
    if (found.size() > 1 && best.confidence() - found.get(1).confidence() < NEAR) {
      return decoded(data, best.charset(), BY_DEFAULT, found.get(1).charset());
    }
    return decoded(data, best.charset(), best.confidence(), null);
  }

  private static TextEncoding byZeros(String name, byte[] data, int[] zeros) {
    int most = data.length / 2;
    if (zeros[1] * 2 > most && zeros[0] * 10 < most) {
      return decoded(data, StandardCharsets.UTF_16LE, BY_ZEROS);
    }
    if (zeros[0] * 2 > most && zeros[1] * 10 < most) {
      return decoded(data, StandardCharsets.UTF_16BE, BY_ZEROS);
    }
    throw ErrorCode.NOT_TEXT.with(
        "'" + name + "' is not text: it has bytes that are zero." + TextCheck.hint(data));
  }

  private static TextEncoding decoded(byte[] data, Charset charset, double confidence) {
    return decoded(data, charset, confidence, null);
  }

  private static TextEncoding decoded(
      byte[] data, Charset charset, double confidence, @Nullable Charset other) {
    byte[] utf8 = new String(data, charset).getBytes(StandardCharsets.UTF_8);
    return new TextEncoding(charset, confidence, other, utf8);
  }

  /** Zero bytes at even and at odd places. */
  private static int[] zeros(byte[] data) {
    int[] zeros = new int[2];
    for (int i = 0; i < data.length; i++) {
      if (data[i] == 0) {
        zeros[i & 1]++;
      }
    }
    return zeros;
  }

  private static boolean isUtf8(byte[] data, boolean whole) {
    for (int cut = 0; cut < (whole ? 1 : LONGEST_CHARACTER); cut++) {
      if (cut <= data.length && Utf8.isValid(data, 0, data.length - cut)) {
        return cut == 0 || mayGoOn(data, data.length - cut);
      }
    }
    return false;
  }

  /** Whether the bytes from there to the end are the first ones of a character. */
  private static boolean mayGoOn(byte[] data, int from) {
    int length = Integer.numberOfLeadingZeros(~(data[from] << 24)); // ones that lead its first byte
    boolean begins = length > data.length - from && length <= LONGEST_CHARACTER;
    for (int i = from + 1; i < data.length; i++) {
      begins &= (data[i] & 0xC0) == 0x80;
    }
    return begins;
  }

  /** A few bytes are wrong, but most characters beyond ASCII are UTF-8's. */
  private static boolean mostlyUtf8(byte[] data) {
    long wrong = new String(data, StandardCharsets.UTF_8).chars().filter(c -> c == 0xFFFD).count();
    long right = new String(data, StandardCharsets.UTF_8).chars().filter(c -> c > 127).count();
    return right - wrong > wrong;
  }

  private static boolean begins(byte[] data, int first, int second) {
    return data.length >= 2 && (data[0] & 0xFF) == first && (data[1] & 0xFF) == second;
  }
}
