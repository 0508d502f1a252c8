package plimsoll.formats.csv.guess;

import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;

/** Line ends of which CR alone is one. */
final class LineEnds {
  private static final double MOST_OTHERS = 0.05;

  private LineEnds() {}

  /**
   * The options with which each CR outside quotes ends a row, LF too, as what is not looked at may
   * have it; null if no CR stands alone, or if what ends a row is known.
   */
  static @Nullable CsvOptions withCr(byte[] data, CsvOptions base, Known known) {
    boolean isOpen =
        !known.lineEnd() && base.recordEnd().equals(RecordEnd.ANY_LINE_END) && !cutsAtCr(base);
    return isOpen && hasCrAlone(data)
        ? base.toBuilder().recordEnd(RecordEnd.ANY_BREAK).build()
        : null;
  }

  private static boolean cutsAtCr(CsvOptions csv) {
    return DialectGuess.indexOf(csv.separator(), (byte) '\r') >= 0;
  }

  /** The last byte says nothing: its LF may be cut off, or it ends the last row in any case. */
  private static boolean hasCrAlone(byte[] data) {
    for (int i = 0; i + 1 < data.length; i++) {
      if (data[i] == '\r' && data[i + 1] != '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * LFs of a text that may end lines.
   *
   * @param all how many
   * @param behindTwoCrs how many of them stand behind two CRs, as some programs end lines
   */
  record Lfs(long all, long behindTwoCrs) {
    /** Nearly all: a fault of quotes may let those in a field seem to end lines, too. */
    boolean endCrCrLf() {
      return behindTwoCrs > 0 && all - behindTwoCrs <= all * MOST_OTHERS;
    }
  }

  /** Those that are not between two quotes. */
  static Lfs lfs(byte[] data, @Nullable Byte quote) {
    boolean isInside = false;
    long all = 0;
    long behindTwoCrs = 0;
    for (int i = 0; i < data.length; i++) {
      if (quote != null && data[i] == quote) {
        isInside = !isInside;
      } else if (data[i] == '\n' && !isInside) {
        all++;
        behindTwoCrs += i >= 2 && data[i - 1] == '\r' && data[i - 2] == '\r' ? 1 : 0;
      }
    }
    return new Lfs(all, behindTwoCrs);
  }

  /** Whether a CR ends a row wherever it stands outside quotes. */
  static boolean endAtCr(CsvOptions csv) {
    return csv.recordEnd().equals(RecordEnd.ANY_BREAK);
  }
}
