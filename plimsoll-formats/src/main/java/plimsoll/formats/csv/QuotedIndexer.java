package plimsoll.formats.csv;

import java.util.Arrays;
import plimsoll.convert.Swar;

/**
 * One byte between fields, one at the end of rows, and quotes. Answers false when a quote is data or
 * an escape occurs; both are rare, and the exact indexer then takes the piece.
 */
final class QuotedIndexer implements Indexer {
  /*
   * As the plain indexer, and: the quotes' bits are summed up to a mask of what lies in quotes (each
   * quote toggles), and hits in there are dropped. That is right only if every quote that toggles from
   * outside to inside stands at the start of a field, or directly behind a quote that toggled back (the
   * two are then one quote of the field's text). Anything else is found here and refused. Text behind a
   * closing quote needs no look: it shifts nothing, and stage two rejects the row.
   */
  private final long separator;
  private final long recordEnd;
  private final long quote;
  private final long escape;
  private final boolean hasEscape;
  private final boolean asciiDialect;
  private final Dialect dialect;
  private final byte[] lastBlock = new byte[Masks.BLOCK];

  QuotedIndexer(Dialect dialect) {
    this.dialect = dialect;
    separator = Swar.repeat(dialect.separator()[0]);
    recordEnd = Swar.repeat(dialect.recordEnd()[0]);
    // Without a quoting byte the separator stands in: its quote mask is then not looked at.
    quote = dialect.quote() < 0 ? separator : Swar.repeat(dialect.quote());
    hasEscape = dialect.escape() >= 0;
    escape = hasEscape ? Swar.repeat(dialect.escape()) : 0;
    asciiDialect = ((separator | recordEnd | quote | escape) & Swar.TOPS) == 0;
  }

  @Override
  public boolean index(byte[] data, int start, int end, StructuralIndex out) {
    out.begin(start);
    int[] positions = out.positions;
    int[] rows = out.rows;
    int count = out.count;
    int rowCount = out.rowCount;
    boolean hasQuote = dialect.quote() >= 0;
    long tops = asciiDialect ? 0 : Swar.TOPS;
    long seen = 0;
    long quotesSeen = 0;
    long insideBefore = 0; // all ones when the block begins within quotes
    long mayOpen = 1; // bit 0: whether the block's first byte may open a quoted field
    for (int base = start; base < end; base += Masks.BLOCK) {
      byte[] from = data;
      int at = base;
      if (base > data.length - Masks.BLOCK) {
        from = copyOfLastBlock(data, base, end);
        at = 0;
      }
      if (count > positions.length - Masks.SLACK) {
        positions = Arrays.copyOf(positions, positions.length * 2);
      }
      if (rowCount > rows.length - Masks.SLACK) {
        rows = Arrays.copyOf(rows, rows.length * 2);
      }
      long w0 = Swar.word(from, at);
      long w1 = Swar.word(from, at + 8);
      long w2 = Swar.word(from, at + 16);
      long w3 = Swar.word(from, at + 24);
      long w4 = Swar.word(from, at + 32);
      long w5 = Swar.word(from, at + 40);
      long w6 = Swar.word(from, at + 48);
      long w7 = Swar.word(from, at + 56);
      long bytes = w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7;
      seen |= bytes;
      long exist = Masks.existing(end - base);
      if (hasEscape && (places(w0, w1, w2, w3, w4, w5, w6, w7, escape) & exist) != 0) {
        return false;
      }
      long fields;
      long records;
      long quotes;
      if (((bytes | tops) & Swar.TOPS) == 0) {
        fields = asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, separator) & exist;
        records = asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, recordEnd) & exist;
        quotes = asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, quote) & exist;
      } else {
        fields = places(w0, w1, w2, w3, w4, w5, w6, w7, separator) & exist;
        records = places(w0, w1, w2, w3, w4, w5, w6, w7, recordEnd) & exist;
        quotes = places(w0, w1, w2, w3, w4, w5, w6, w7, quote) & exist;
      }
      long all = fields | records;
      if (hasQuote) {
        quotesSeen |= quotes;
        long inside = insideBefore;
        if (quotes != 0) {
          inside ^= Masks.prefixXor(quotes);
          insideBefore = inside >> 63;
        }
        all &= ~inside;
        records &= ~inside;
        long before = all | (quotes & ~inside);
        long strays = quotes & inside & ~(before << 1 | mayOpen);
        mayOpen = before >>> 63;
        if (strays != 0 && !dialectTrims(data, start, base, strays)) {
          return false;
        }
      }
      while (records != 0) {
        long lowest = records & -records;
        rows[rowCount++] = count + Long.bitCount(all & (lowest - 1));
        records ^= lowest;
      }
      count = Masks.write(all, base, positions, count);
    }
    out.positions = positions;
    out.rows = rows;
    out.count = count;
    out.rowCount = rowCount;
    out.ascii = (seen & Swar.TOPS) == 0;
    out.quotes = quotesSeen != 0;
    out.unclosed = insideBefore != 0;
    return true;
  }

  private static long asciiPlaces(
      long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long pattern) {
    return Masks.gather(
        Masks.matchesAscii(w0, pattern), Masks.matchesAscii(w1, pattern),
        Masks.matchesAscii(w2, pattern), Masks.matchesAscii(w3, pattern),
        Masks.matchesAscii(w4, pattern), Masks.matchesAscii(w5, pattern),
        Masks.matchesAscii(w6, pattern), Masks.matchesAscii(w7, pattern));
  }

  private static long places(
      long w0, long w1, long w2, long w3, long w4, long w5, long w6, long w7, long pattern) {
    return Masks.gather(
        Swar.matches(w0, pattern), Swar.matches(w1, pattern),
        Swar.matches(w2, pattern), Swar.matches(w3, pattern),
        Swar.matches(w4, pattern), Swar.matches(w5, pattern),
        Swar.matches(w6, pattern), Swar.matches(w7, pattern));
  }

  /** Whether only spaces that are trimmed stand between these quotes and the start of their fields. */
  private boolean dialectTrims(byte[] data, int start, int base, long strays) {
    if (!dialect.trim()) {
      return false;
    }
    for (long left = strays; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left) - 1;
      while (at >= start && data[at] == ' ') {
        at--;
      }
      boolean atStart =
          at < start || data[at] == dialect.separator()[0] || data[at] == dialect.recordEnd()[0];
      if (!atStart) {
        return false;
      }
    }
    return true;
  }

  private byte[] copyOfLastBlock(byte[] data, int base, int end) {
    System.arraycopy(data, base, lastBlock, 0, end - base);
    return lastBlock;
  }
}
