package plimsoll.formats.csv;

import java.util.Arrays;
import plimsoll.convert.Swar;

/**
 * Looks for quotes alone: whether a place in a file lies within them. For dialects with delimiters
 * of one byte.
 */
final class QuoteScan {
  /** What {@link #stateAt} answers where quotes alone do not tell. */
  static final int UNKNOWN = -1;

  /** How far from the end {@link #lastSureEnd} looks. */
  private static final int NEAR = 1 << 10;

  /*
   * Every quote toggles. That is right only if each one that toggles from outside to inside stands at
   * the start of a field, or directly behind one that toggled back; a look at the byte before it tells.
   */
  private final Dialect dialect;
  private final long quote;
  private final long escape;
  private final boolean hasEscape;
  private final boolean escapeOnlyQuotes;
  private final boolean ascii;
  private final byte[] strange =
      new byte[256]; // 0 for what may stand before an opening quote, else 1
  private boolean found;

  /** For a dialect that has quotes. */
  QuoteScan(Dialect dialect) {
    this.dialect = dialect;
    quote = Swar.repeat(dialect.quote());
    hasEscape = dialect.escape() >= 0;
    escapeOnlyQuotes = dialect.escapeOnlyQuotes();
    escape = hasEscape ? Swar.repeat(dialect.escape()) : quote;
    ascii = ((quote | escape) & Swar.TOPS) == 0;
    Arrays.fill(strange, (byte) 1);
    strange[dialect.quote()] = 0;
    strange[dialect.separator()[0] & 0xFF] = 0;
    strange[dialect.recordEnd()[0] & 0xFF] = 0;
  }

  /**
   * Whether {@code end} lies within quotes, if {@code start} does not: 1 or 0; {@link #UNKNOWN} if
   * a quote is data or an escape works.
   */
  int stateAt(byte[] data, int start, int end) {
    found = false;
    long inside = 0; // all ones within quotes
    int at = start;
    for (; at <= end - Masks.BLOCK; at += Masks.BLOCK) {
      long w0 = Swar.word(data, at);
      long w1 = Swar.word(data, at + 8);
      long w2 = Swar.word(data, at + 16);
      long w3 = Swar.word(data, at + 24);
      long w4 = Swar.word(data, at + 32);
      long w5 = Swar.word(data, at + 40);
      long w6 = Swar.word(data, at + 48);
      long w7 = Swar.word(data, at + 56);
      long escapes;
      long quotes;
      if (ascii) {
        boolean anyEscape = hasEscape && Masks.hasAscii(w0, w1, w2, w3, w4, w5, w6, w7, escape);
        escapes = anyEscape ? Masks.asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, escape) : 0;
        boolean any = Masks.hasAscii(w0, w1, w2, w3, w4, w5, w6, w7, quote);
        quotes = any ? Masks.asciiPlaces(w0, w1, w2, w3, w4, w5, w6, w7, quote) : 0;
      } else {
        escapes = hasEscape ? Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, escape) : 0;
        quotes = Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, quote);
      }
      long within = inside;
      if (quotes != 0) {
        found = true;
        within ^= Masks.prefixXor(quotes);
        inside = within >> 63;
        long opening = at == start ? quotes & within & ~1L : quotes & within;
        if (isStrange(data, at, opening) && !mayOpen(data, start, at, opening)) {
          return UNKNOWN;
        }
      }
      if (escapes != 0 && (!escapeOnlyQuotes || (escapes & within) != 0)) {
        return UNKNOWN;
      }
    }
    return tail(data, start, at, end, inside != 0);
  }

  /*
   * A quote behind an ordinary byte, one that neither delimits nor quotes, opens nothing: within quotes it
   * closes them, outside it is data. So behind it all is outside quotes up to the next quote, whatever was
   * before. The same holds for an odd number of them in a row: within quotes two are data, and so on; outside
   * the first is data, and with it those directly behind.
   */

  /**
   * Past the last record end that quotes near it tell to be one, whatever the bytes before; {@code
   * start} if they tell of none.
   */
  int lastSureEnd(byte[] data, int start, int end) {
    int low = Math.max(start, end - NEAR);
    int recordEnd = -1; // the last one behind the quotes at hand
    for (int at = end - 1; at > low; at--) {
      int value = data[at] & 0xFF;
      if (value == dialect.quote()) {
        int first = at;
        while (first > low && (data[first - 1] & 0xFF) == dialect.quote()) {
          first--;
        }
        boolean closes = first > low && (at - first) % 2 == 0 && isOrdinary(data[first - 1]);
        if (recordEnd >= 0 && closes) {
          return recordEnd + 1;
        }
        recordEnd = -1;
        at = first;
      } else if (recordEnd < 0
          && data[at] == dialect.recordEnd()[0]
          && (data[at - 1] & 0xFF) != dialect.escapeOutside()) {
        recordEnd = at;
      }
    }
    return start;
  }

  private boolean isOrdinary(byte value) {
    return strange[value & 0xFF] != 0
        && (value & 0xFF) != dialect.escape()
        && !dialect.isBlank(value);
  }

  /** Whether {@link #stateAt} saw a quote. */
  boolean found() {
    return found;
  }

  private int tail(byte[] data, int start, int from, int end, boolean insideBefore) {
    boolean inside = insideBefore;
    for (int at = from; at < end; at++) {
      int value = data[at] & 0xFF;
      if (value == dialect.escape() && (inside || !escapeOnlyQuotes)) {
        return UNKNOWN;
      }
      if (value == dialect.quote()) {
        found = true;
        inside = !inside;
        if (inside && !mayOpen(data, start, at)) {
          return UNKNOWN;
        }
      }
    }
    return inside ? 1 : 0;
  }

  /**
   * Whether one of those quotes of a block stands behind a strange byte. Four are looked at whether
   * there are so many or not, as one badly predicted branch costs more.
   */
  private boolean isStrange(byte[] data, int at, long quotes) {
    int seen = 0;
    for (long left = quotes; left != 0; ) {
      seen |= strangeBefore(data, at, left);
      left &= left - 1;
      seen |= strangeBefore(data, at, left);
      left &= left - 1;
      seen |= strangeBefore(data, at, left);
      left &= left - 1;
      seen |= strangeBefore(data, at, left);
      left &= left - 1;
    }
    return seen != 0;
  }

  /** 1 or 0 for the first of them; 0 if there is none. */
  private int strangeBefore(byte[] data, int at, long quotes) {
    int present = (int) ((quotes | -quotes) >>> (Long.SIZE - 1));
    return strange[data[at - 1 + Long.numberOfTrailingZeros(quotes)] & 0xFF] & present;
  }

  private boolean mayOpen(byte[] data, int start, int at, long quotes) {
    for (long left = quotes; left != 0; left &= left - 1) {
      if (!mayOpen(data, start, at + Long.numberOfTrailingZeros(left))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a quote outside quotes begins a field, or doubles the one before it. */
  private boolean mayOpen(byte[] data, int start, int quoteAt) {
    return quoteAt == start
        || strange[data[quoteAt - 1] & 0xFF] == 0
        || isBehindBlanks(data, start, quoteAt);
  }

  private boolean isBehindBlanks(byte[] data, int start, int quoteAt) {
    int before = quoteAt - 1;
    while (before >= start && dialect.isBlank(data[before])) {
      before--;
    }
    return before < start
        || data[before] == dialect.separator()[0]
        || data[before] == dialect.recordEnd()[0];
  }
}
