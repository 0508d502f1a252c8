package plimsoll.formats.csv;

import org.jspecify.annotations.Nullable;
import plimsoll.flow.Quoting;
import plimsoll.flow.RecordCutter;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;

/** Cuts CSV at record ends. */
final class CsvCutter implements RecordCutter {
  /*
   * Without quotes the last record end is found from the back. With them a few quotes near the end mostly
   * tell. Where they do not, whether a line break is data depends on every quote before it; but only on the
   * quotes, so the forward pass looks for nothing else: where a block of 64 bytes has none it costs one
   * comparison a word. With the state at the end known, the last record end is again found from the back.
   * What needs more (quotes as data, escapes, longer delimiters that overlap) goes record by record.
   *
   * The first cut of an input holds the rows to skip and the header whole, so that one reader sees them.
   */
  private final Dialect dialect;
  private final ExactIndexer exact;
  private final CsvHeader header;
  private final @Nullable QuoteScan quotes; // null where quotes alone never tell
  private final boolean holdsHeader;
  private boolean started;
  private Quoting quoting = Quoting.UNKNOWN;

  CsvCutter(Dialect dialect, CsvOptions options) {
    this.dialect = dialect;
    this.exact = new ExactIndexer(dialect);
    this.header = new CsvHeader(options, dialect);
    boolean telling = dialect.isSingleByte() && dialect.quote() >= 0 && !dialect.hasComments();
    this.quotes = telling ? new QuoteScan(dialect) : null;
    this.holdsHeader = options.skipHeader() > 0 || options.header() != Header.NONE;
  }

  @Override
  public int lastRecordEnd(byte[] data, int start, int end) {
    quoting = Quoting.UNKNOWN;
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

  @Override
  public Quoting quoting() {
    return quoting;
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
    if (quotes != null) {
      int sure = quotes.lastSureEnd(data, start, end);
      if (sure > start) {
        return sure;
      }
      int inside = quotes.stateAt(data, start, end);
      if (inside != QuoteScan.UNKNOWN) {
        quoting = quotes.found() ? Quoting.UNESCAPED : Quoting.NONE;
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
