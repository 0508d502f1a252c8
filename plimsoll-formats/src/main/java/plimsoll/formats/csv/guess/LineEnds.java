package plimsoll.formats.csv.guess;

import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;

/** Line ends of which CR alone is one. */
final class LineEnds {
  private static final RecordEnd CR = RecordEnd.bytes(new byte[] {'\r'});

  private LineEnds() {}

  /**
   * The options with which each CR outside quotes ends a row; null if none stands alone, or if what
   * ends a row is known. Where there is no LF at all it is CR and nothing else, which counts lines
   * as editors do.
   */
  static @Nullable CsvOptions withCr(byte[] data, CsvOptions base, Known known) {
    boolean isOpen =
        !known.lineEnd() && base.recordEnd().equals(RecordEnd.ANY_LINE_END) && !cutsAtCr(base);
    if (!isOpen || !hasCrAlone(data)) {
      return null;
    }
    RecordEnd end = DialectGuess.indexOf(data, (byte) '\n') < 0 ? CR : RecordEnd.ANY_BREAK;
    return base.toBuilder().recordEnd(end).build();
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

  /** Whether nothing but CR ends a row. */
  static boolean isCrOnly(CsvOptions csv) {
    return csv.recordEnd() instanceof RecordEnd.Delimiter end
        && end.bytes().length == 1
        && end.bytes()[0] == '\r';
  }

  /** Whether a CR ends a row wherever it stands outside quotes. */
  static boolean endAtCr(CsvOptions csv) {
    return csv.recordEnd().equals(RecordEnd.ANY_BREAK) || isCrOnly(csv);
  }
}
