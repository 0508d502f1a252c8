package plimsoll.formats.csv.guess;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The encodings of Chinese, Japanese and Korean text that have one or two bytes a character. */
final class EastAsian {
  /*
   * What an encoding cannot read rules it out. That alone says little, as nearly all pairs of bytes mean
   * something in each of them. But each has its frequent characters in one part of its table: so text
   * that is read by the wrong encoding comes out as rare ones. Where the parts overlap (Korean and
   * Chinese) text of some length still tells them apart, since it needs the whole of its part.
   *
   * Big5 and Shift-JIS have ASCII letters as second bytes. So one byte beyond ASCII in western text and
   * the letter behind it are a frequent character of theirs too: 22°C, McDonald’s. But their own text comes
   * in runs. So such a pair that stands alone says nothing, and speaks against it where few stand otherwise.
   *
   * Source: the layouts of GB 2312 (level 1 is rows 16 to 55), JIS X 0208 (kana in rows 4 and 5, level 1
   * in rows 16 to 47), KS X 1001 (Hangul in rows 16 to 40) and Big5 (level 1 is A4 to C6).
   */
  private static final double SUREST = 0.9;
  private static final double LEAST_COMMON = 0.75;
  private static final int LONGEST_CHARACTER = 4;

  /**
   * Where Hangul are, Chinese and Japanese have frequent characters too; but a third of Chinese
   * text is behind them, and most of Japanese is there or kana.
   */
  private static final double LEAST_TYPICAL = 0.05;

  /** Of half-width katakana those before the places of Cyrillic letters in KOI8. */
  private static final double LEAST_EARLY = 0.1;

  private static final int LAST_HANGUL = 0xC8;

  private static final int FEW = 8;

  private EastAsian() {}

  /**
   * An encoding that a text may have.
   *
   * @param confidence 0 to 1, never sure
   */
  record Match(Charset charset, double confidence) {}

  /** Tells the frequent characters of one encoding by their bytes. */
  private interface Common {
    boolean is(int lead, int trail);
  }

  /** An encoding; {@code unlikeKorean} if Korean could be taken for it. */
  private record Kind(Charset charset, boolean unlikeKorean, Common common) {}

  private static final int EUC_KANA = 0x8E; // behind it is half-width katakana
  private static final int EUC_THREE = 0x8F; // behind it are two bytes of a rare character

  private static final Kind GBK = new Kind(Charset.forName("GBK"), true, EastAsian::inChinese);
  private static final Kind GB18030 =
      new Kind(Charset.forName("GB18030"), true, EastAsian::inChinese);
  private static final Kind SHIFT_JIS =
      new Kind(Charset.forName("windows-31j"), false, EastAsian::inShiftJis);
  private static final Kind EUC_JP =
      new Kind(Charset.forName("EUC-JP"), true, EastAsian::inJapanese);
  private static final List<Kind> OTHERS =
      List.of(
          SHIFT_JIS,
          EUC_JP,
          new Kind(Charset.forName("x-windows-949"), false, EastAsian::inKorean),
          new Kind(Charset.forName("Big5"), false, EastAsian::inBig5));

  /**
   * Those that read the text as likely characters, the likeliest first.
   *
   * @param whole whether that is all of it; the last character of a sample may be cut off
   */
  static List<Match> of(byte[] data, boolean whole) {
    List<Match> found = new ArrayList<>();
    look(reads(data, whole, GBK.charset()) ? GBK : GB18030, data, whole, found);
    OTHERS.forEach(kind -> look(kind, data, whole, found));
    found.sort(Comparator.comparingDouble(Match::confidence).reversed());
    return found;
  }

  private static void look(Kind kind, byte[] data, boolean whole, List<Match> found) {
    if (!reads(data, whole, kind.charset())) {
      return;
    }
    Count count = count(kind, data);
    int all = count.common + count.rare;
    if (all == 0 || count.common < LEAST_COMMON * all) {
      return;
    }
    if (kind.unlikeKorean()
        && count.common >= FEW
        && count.typical < LEAST_TYPICAL * count.common) {
      return;
    }
    double share = (double) count.common / all;
    found.add(new Match(kind.charset(), SUREST * share * all / (all + 1)));
  }

  private static boolean reads(byte[] data, boolean whole, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(data);
    CharBuffer out = CharBuffer.allocate(data.length + 1);
    boolean stopped = decoder.decode(in, out, true).isError();
    return !stopped || (!whole && in.remaining() < LONGEST_CHARACTER);
  }

  private static final class Count {
    int common;
    int rare;
    int lone; // would be common, but may be western
    int typical; // common ones that are no Hangul's places
    int half; // half-width katakana in words
    int early; // half-width katakana, as LEAST_EARLY says

    void add(boolean isCommon, boolean isLone, int lead) {
      if (isCommon && isLone) {
        lone++;
        return;
      }
      common += isCommon ? 1 : 0;
      rare += isCommon ? 0 : 1;
      typical += isCommon && (lead > LAST_HANGUL || lead == 0xA4 || lead == 0xA5) ? 1 : 0;
    }

    void addHalf(boolean inWord, int code) {
      half += inWord ? 1 : 0;
      rare += inWord ? 0 : 1;
      early += code < 0xC0 ? 1 : 0;
    }

    Count ended() {
      boolean katakana = early >= LEAST_EARLY * half;
      common += katakana ? half : 0;
      rare += katakana ? 0 : half;
      rare += lone > common ? lone : 0;
      return this;
    }
  }

  private static Count count(Kind kind, byte[] data) {
    Count count = new Count();
    boolean half = false;
    boolean run = false; // the character before is none of ASCII
    for (int i = 0; i < data.length; i++) {
      int lead = data[i] & 0xFF;
      if (lead < 0x80) {
        half = false;
        run = false;
        continue;
      }
      if (kind.equals(SHIFT_JIS) && isHalf(data, i)) {
        count.addHalf(half || isHalf(data, i + 1), lead);
        half = true;
      } else if (i + 1 < data.length) {
        int length = length(kind, data, i);
        boolean common = length == 2 && kind.common().is(lead, data[i + 1] & 0xFF);
        count.add(common, !run && standsAlone(data, i), lead);
        i += length - 1;
        half = false;
      }
      run = true;
    }
    return count.ended();
  }

  private static int length(Kind kind, byte[] data, int at) {
    if (kind.equals(EUC_JP)) {
      return (data[at] & 0xFF) == EUC_THREE ? 3 : 2;
    }
    return between(data[at + 1] & 0xFF, 0x30, 0x39) ? 4 : 2; // GB18030's
  }

  /** One that ends in ASCII, or stands in a word of ASCII letters. ASCII is before it. */
  private static boolean standsAlone(byte[] data, int at) {
    if (at + 2 < data.length && data[at + 2] < 0) {
      return false;
    }
    return data[at + 1] >= 0 || (isLetter(data, at - 1) && isLetter(data, at + 2));
  }

  private static boolean isLetter(byte[] data, int at) {
    return at >= 0 && at < data.length && between(data[at] | 0x20, 'a', 'z');
  }

  /** A half-width katakana; they come in words, not one among other letters. */
  private static boolean isHalf(byte[] data, int at) {
    return at < data.length && between(data[at] & 0xFF, 0xA1, 0xDF);
  }

  private static boolean between(int value, int first, int last) {
    return value >= first && value <= last;
  }

  /** Level 1, marks, full-width letters. */
  private static boolean inChinese(int lead, int trail) {
    return trail >= 0xA1 && (between(lead, 0xB0, 0xD7) || lead == 0xA1 || lead == 0xA3);
  }

  private static boolean inShiftJis(int lead, int trail) {
    return between(lead, 0x81, 0x83)
        || between(lead, 0x89, 0x97)
        || (lead == 0x88 && trail >= 0x9F)
        || (lead == 0x98 && trail <= 0x72);
  }

  private static boolean inJapanese(int lead, int trail) {
    return trail >= 0xA1
        && (lead == EUC_KANA
            || between(lead, 0xB0, 0xCF)
            || lead == 0xA1
            || between(lead, 0xA3, 0xA5));
  }

  private static boolean inKorean(int lead, int trail) {
    return trail >= 0xA1 && (between(lead, 0xB0, 0xC8) || lead == 0xA1 || lead == 0xA3);
  }

  private static boolean inBig5(int lead, int trail) {
    return between(lead, 0xA4, 0xC6) || (lead == 0xA1 && trail >= 0x40);
  }
}
