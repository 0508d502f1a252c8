package plimsoll.formats.csv;

import plimsoll.convert.Swar;
import plimsoll.flow.RecordCutter;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;

/** Cuts CSV at record ends. */
final class CsvCutter implements RecordCutter {
  /*
   * Without quotes the last record end is found from the back. With them, whether a line break is data
   * depends on every quote before it; but only on the quotes, so the forward pass looks for nothing else:
   * where a block of 64 bytes has none it costs one comparison a word. With the state at the end known,
   * the last record end is again found from the back. What needs more (quotes as data, escapes, longer
   * delimiters that overlap) goes record by record.
   *
   * The first cut of an input holds the rows to skip and the header whole, so that one reader sees them.
   */
  private final Dialect dialect;
  private final ExactIndexer exact;
  private final CsvHeader header;
  private final boolean holdsHeader;
  private boolean started;

  CsvCutter(Dialect dialect, CsvOptions options) {
    this.dialect = dialect;
    this.exact = new ExactIndexer(dialect);
    this.header = new CsvHeader(options, dialect);
    this.holdsHeader = options.skipHeader() > 0 || options.header() != Header.NONE;
  }

  @Override
  public int lastRecordEnd(byte[] data, int start, int end) {
    int from = start;
    if (!started) {
      from = header.skip(data, start, end, false);
      if (from < 0) {
        return start;
      }
    }
    int cut = cut(data, from, end);
    boolean any = cut > from || (!started && holdsHeader);
    if (!any) {
      return start;
    }
    started = true;
    return cut;
  }

  private int cut(byte[] data, int start, int end) {
    if (!dialect.hasQuoting() && dialect.isRecordEndUnmistakable()) {
      if (dialect.crAlone()) {
        return lastBreak(data, start, end);
      }
      return dialect.recordEnd().length == 1
          ? lastOf(data, start, end, dialect.recordEnd()[0])
          : lastOf(data, start, end, dialect.recordEnd());
    }
    if (dialect.isSingleByte() && dialect.quote() < 0 && !dialect.hasComments()) {
      return lastUnescaped(data, start, end);
    }
    if (dialect.isSingleByte() && dialect.quote() >= 0 && !dialect.hasComments()) {
      int inside = quoteState(data, start, end);
      if (inside >= 0) {
        return lastUnquoted(data, start, end, inside == 1);
      }
    }
    return oneByOne(data, start, end);
  }

  private int oneByOne(byte[] data, int start, int end) {
    int cut = start;
    while (cut < end) {
      int next = exact.record(data, cut, end, null);
      if (next < 0) {
        return cut;
      }
      cut = next;
    }
    return cut;
  }

  private static int lastOf(byte[] data, int start, int end, byte wanted) {
    for (int at = end - 1; at >= start; at--) {
      if (data[at] == wanted) {
        return at + 1;
      }
    }
    return start;
  }

  private int lastUnescaped(byte[] data, int start, int end) {
    int cut = lastOf(data, start, end, dialect.recordEnd()[0]);
    while (cut > start && dialect.isEscaped(data, start, cut - 1)) {
      cut = lastOf(data, start, cut - 1, dialect.recordEnd()[0]);
    }
    return cut;
  }

  private int lastBreak(byte[] data, int start, int end) {
    for (int at = end - 1; at >= start; at--) {
      if (dialect.isRecordEnd(data, at, end)) {
        return at + 1;
      }
    }
    return start;
  }

  private static int lastOf(byte[] data, int start, int end, byte[] wanted) {
    for (int at = end - wanted.length; at >= start; at--) {
      if (Dialect.startsWith(data, at, end, wanted)) {
        return at + wanted.length;
      }
    }
    return start;
  }

  /** 1 if {@code end} lies within quotes, 0 if not, -1 if a quote is data or an escape occurs. */
  private int quoteState(byte[] data, int start, int end) {
    long quote = Swar.repeat(dialect.quote());
    long escape = Swar.repeat(dialect.escape() < 0 ? dialect.quote() : dialect.escape());
    boolean inside = false;
    int closed = -1;
    int at = start;
    for (; at <= end - 8; at += 8) {
      at = Swar.skipWithout(data, at, end, quote, escape);
      if (at > end - 8) {
        break;
      }
      long word = Swar.word(data, at);
      long quotes = Swar.matches(word, quote);
      if (dialect.escape() >= 0 && Swar.matches(word, escape) != 0) {
        return -1;
      }
      for (; quotes != 0; quotes &= quotes - 1) {
        int place = at + (Long.numberOfTrailingZeros(quotes) >>> 3);
        if (!inside && place != closed + 1 && !startsField(data, start, place)) {
          return -1;
        }
        closed = inside ? place : -1;
        inside = !inside;
      }
    }
    for (; at < end; at++) {
      int value = data[at] & 0xFF;
      if (value == dialect.escape()) {
        return -1;
      }
      if (value == dialect.quote()) {
        if (!inside && at != closed + 1 && !startsField(data, start, at)) {
          return -1;
        }
        closed = inside ? at : -1;
        inside = !inside;
      }
    }
    return inside ? 1 : 0;
  }

  private boolean startsField(byte[] data, int start, int at) {
    int before = at - 1;
    while (before >= start && dialect.isBlank(data[before])) {
      before--;
    }
    return before < start
        || data[before] == dialect.separator()[0]
        || data[before] == dialect.recordEnd()[0];
  }

  /** The last record end outside quotes, if every quote opens or closes. */
  private int lastUnquoted(byte[] data, int start, int end, boolean insideAtEnd) {
    boolean inside = insideAtEnd;
    for (int at = end - 1; at >= start; at--) {
      if ((data[at] & 0xFF) == dialect.quote()) {
        inside = !inside;
      } else if (!inside && data[at] == dialect.recordEnd()[0]) {
        return at + 1;
      }
    }
    return start;
  }
}
