package plimsoll.formats.csv;

import plimsoll.convert.Swar;

/**
 * One byte between fields, one at the end of rows, and quotes. Answers false when a quote is data
 * or an escape may work; both are rare, and the exact indexer then takes the piece.
 */
final class QuotedIndexer extends BlockIndexer {
  /** A piece with more of them is a row of megabytes: the list would take as much memory as it. */
  private static final int MOST_DOUBLED = 1 << 17;

  /*
   * As the plain indexer, and: the quotes' bits are summed up to a mask of what lies in quotes (each
   * quote toggles), and hits in there are dropped. That is right only if every quote that toggles from
   * outside to inside stands at the start of a field, or directly behind a quote that toggled back (the
   * two are then one quote of the field's text). Anything else is found here and refused. Text behind a
   * closing quote needs no look: it shifts nothing, and stage two rejects the row.
   */
  private final Dialect dialect;
  private final long separator;
  private final long recordEnd;
  private final long quote;
  private final long escape;
  private final boolean hasQuote;
  private final boolean hasEscape;
  private final boolean escapeOnlyQuotes;
  private final long tops;

  // Between calls: all ones within quotes; bit 0 whether the next byte may open a quoted field, and
  // whether the last one closed one; whether doubled quotes are listed.
  private long inside;
  private long mayOpen;
  private long closed;
  private boolean lists;
  private int quotedEnds; // record ends within quotes

  /**
   * For a dialect.
   *
   * @param looksForEscapes false if it is known that none works
   */
  QuotedIndexer(Dialect dialect, boolean looksForEscapes) {
    super(dialect);
    this.dialect = dialect;
    hasQuote = dialect.quote() >= 0;
    hasEscape = looksForEscapes && dialect.escape() >= 0;
    escapeOnlyQuotes = dialect.escapeOnlyQuotes();
    separator = Swar.repeat(dialect.separator()[0]);
    recordEnd = Swar.repeat(dialect.recordEnd()[0]);
    // What the dialect does not have is never looked at; any pattern does.
    quote = hasQuote ? Swar.repeat(dialect.quote()) : separator;
    escape = hasEscape ? Swar.repeat(dialect.escape()) : separator;
    tops = (separator | recordEnd | quote | escape) & Swar.TOPS;
  }

  @Override
  void begin() {
    inside = 0;
    mayOpen = 1;
    closed = 0;
    lists = true;
    quotedEnds = 0;
  }

  @Override
  boolean end(StructuralIndex out) {
    countLines(out, quotedEnds);
    out.unclosed = inside != 0;
    out.quotesKnown = lists;
    return true;
  }

  @Override
  boolean blocks(byte[] data, int start, int end, int shift, StructuralIndex out) {
    int[] positions = out.positions;
    int[] rows = out.rows;
    int count = out.count;
    int rowCount = out.rowCount;
    long insideBefore = inside;
    long opensBefore = mayOpen;
    long closedBefore = closed;
    lists &= out.doubledCount < MOST_DOUBLED;
    boolean listing = lists;
    if (hasQuote && listing) {
      out.reserveDoubled((end - start) / 2 + Masks.SLACK);
    }
    int[] doubled = out.doubled;
    int doubledCount = out.doubledCount;
    long seen = 0;
    long quotesSeen = 0;
    int quotedHere = 0;
    for (int at = start; at < end; at += Masks.BLOCK) {
      long w0 = Swar.word(data, at);
      long w1 = Swar.word(data, at + 8);
      long w2 = Swar.word(data, at + 16);
      long w3 = Swar.word(data, at + 24);
      long w4 = Swar.word(data, at + 32);
      long w5 = Swar.word(data, at + 40);
      long w6 = Swar.word(data, at + 48);
      long w7 = Swar.word(data, at + 56);
      long bytes = w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7;
      seen |= bytes;
      long escapes = hasEscape ? escapes(w0, w1, w2, w3, w4, w5, w6, w7) : 0;
      if (escapes != 0 && !escapeOnlyQuotes) {
        return false;
      }
      long all;
      long records;
      long quotes;
      if (((bytes | tops) & Swar.TOPS) == 0) {
        long r0 = Masks.hits(w0, recordEnd);
        long r1 = Masks.hits(w1, recordEnd);
        long r2 = Masks.hits(w2, recordEnd);
        long r3 = Masks.hits(w3, recordEnd);
        long r4 = Masks.hits(w4, recordEnd);
        long r5 = Masks.hits(w5, recordEnd);
        long r6 = Masks.hits(w6, recordEnd);
        long r7 = Masks.hits(w7, recordEnd);
        all =
            Masks.gather(
                (Masks.hits(w0, separator) | r0) & Swar.TOPS,
                (Masks.hits(w1, separator) | r1) & Swar.TOPS,
                (Masks.hits(w2, separator) | r2) & Swar.TOPS,
                (Masks.hits(w3, separator) | r3) & Swar.TOPS,
                (Masks.hits(w4, separator) | r4) & Swar.TOPS,
                (Masks.hits(w5, separator) | r5) & Swar.TOPS,
                (Masks.hits(w6, separator) | r6) & Swar.TOPS,
                (Masks.hits(w7, separator) | r7) & Swar.TOPS);
        boolean anyRecord = ((r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7) & Swar.TOPS) != 0;
        records = anyRecord ? Masks.gatherTops(r0, r1, r2, r3, r4, r5, r6, r7) : 0;
        long q0 = Masks.hits(w0, quote);
        long q1 = Masks.hits(w1, quote);
        long q2 = Masks.hits(w2, quote);
        long q3 = Masks.hits(w3, quote);
        long q4 = Masks.hits(w4, quote);
        long q5 = Masks.hits(w5, quote);
        long q6 = Masks.hits(w6, quote);
        long q7 = Masks.hits(w7, quote);
        boolean anyQuote = ((q0 | q1 | q2 | q3 | q4 | q5 | q6 | q7) & Swar.TOPS) != 0;
        quotes = anyQuote ? Masks.gatherTops(q0, q1, q2, q3, q4, q5, q6, q7) : 0;
      } else if (tops == 0) {
        long r0 = Masks.asciiHits(w0, recordEnd);
        long r1 = Masks.asciiHits(w1, recordEnd);
        long r2 = Masks.asciiHits(w2, recordEnd);
        long r3 = Masks.asciiHits(w3, recordEnd);
        long r4 = Masks.asciiHits(w4, recordEnd);
        long r5 = Masks.asciiHits(w5, recordEnd);
        long r6 = Masks.asciiHits(w6, recordEnd);
        long r7 = Masks.asciiHits(w7, recordEnd);
        all =
            Masks.gatherTops(
                Masks.asciiHits(w0, separator) | r0,
                Masks.asciiHits(w1, separator) | r1,
                Masks.asciiHits(w2, separator) | r2,
                Masks.asciiHits(w3, separator) | r3,
                Masks.asciiHits(w4, separator) | r4,
                Masks.asciiHits(w5, separator) | r5,
                Masks.asciiHits(w6, separator) | r6,
                Masks.asciiHits(w7, separator) | r7);
        boolean anyRecord = ((r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7) & Swar.TOPS) != 0;
        records = anyRecord ? Masks.gatherTops(r0, r1, r2, r3, r4, r5, r6, r7) : 0;
        long q0 = Masks.asciiHits(w0, quote);
        long q1 = Masks.asciiHits(w1, quote);
        long q2 = Masks.asciiHits(w2, quote);
        long q3 = Masks.asciiHits(w3, quote);
        long q4 = Masks.asciiHits(w4, quote);
        long q5 = Masks.asciiHits(w5, quote);
        long q6 = Masks.asciiHits(w6, quote);
        long q7 = Masks.asciiHits(w7, quote);
        boolean anyQuote = ((q0 | q1 | q2 | q3 | q4 | q5 | q6 | q7) & Swar.TOPS) != 0;
        quotes = anyQuote ? Masks.gatherTops(q0, q1, q2, q3, q4, q5, q6, q7) : 0;
      } else {
        records = Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, recordEnd);
        all = records | Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, separator);
        quotes = Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, quote);
      }
      if (hasQuote) {
        quotesSeen |= quotes;
        long within = insideBefore;
        if (quotes != 0) {
          within ^= Masks.prefixXor(quotes);
          insideBefore = within >> 63;
        }
        if ((escapes & within) != 0) {
          return false;
        }
        quotedHere += Long.bitCount(records & within);
        all &= ~within;
        records &= ~within;
        long opening = quotes & within;
        long closing = quotes & ~within;
        long before = all | closing;
        long strays = opening & ~(before << 1 | opensBefore);
        opensBefore = before >>> 63;
        long again = opening & (closing << 1 | closedBefore);
        closedBefore = closing >>> 63;
        if (again != 0 && listing) {
          doubledCount = Masks.write(again, at + shift, doubled, doubledCount);
        }
        if (strays != 0 && !areTrimmed(at + shift, strays)) {
          return false;
        }
      }
      while (records != 0) {
        long lowest = records & -records;
        rows[rowCount++] = count + Long.bitCount(all & (lowest - 1));
        records ^= lowest;
      }
      count = Masks.write(all, at + shift, positions, count);
    }
    quotedEnds += quotedHere;
    inside = insideBefore;
    mayOpen = opensBefore;
    closed = closedBefore;
    out.doubledCount = doubledCount;
    out.count = count;
    out.rowCount = rowCount;
    out.ascii &= (seen & Swar.TOPS) == 0;
    out.quotes |= quotesSeen != 0;
    return true;
  }

  private long escapes(long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7) {
    if (tops != 0) {
      return Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, escape);
    }
    return Masks.hasAscii(w0, w1, w2, w3, w4, w5, w6, w7, escape)
        ? Masks.asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, escape)
        : 0;
  }

  /**
   * Whether only spaces that are trimmed stand between these quotes and the start of their fields.
   */
  private boolean areTrimmed(int base, long strays) {
    if (!dialect.trim()) {
      return false;
    }
    byte[] data = indexed();
    for (long left = strays; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left) - 1;
      while (at >= start() && dialect.isBlank(data[at])) {
        at--;
      }
      boolean atStart =
          at < start() || data[at] == dialect.separator()[0] || data[at] == dialect.recordEnd()[0];
      if (!atStart) {
        return false;
      }
    }
    return true;
  }
}
