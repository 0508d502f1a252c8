package plimsoll.formats.csv.guess;

import org.jspecify.annotations.Nullable;
import plimsoll.formats.csv.CsvSample;
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
   * Whether rows that were cut at CRs end with CR CR LF, as some programs have it: nearly all,
   * since one of many may hold a line break that is not quoted.
   */
  static boolean areCrCrLf(CsvSample.Ends ends) {
    return ends.crCrLfs() > 0 && ends.lfs() - ends.crCrLfs() <= ends.lfs() * MOST_OTHERS;
  }

  /** Whether a CR ends a row wherever it stands outside quotes. */
  static boolean endAtCr(CsvOptions csv) {
    return csv.recordEnd().equals(RecordEnd.ANY_BREAK);
  }
}
