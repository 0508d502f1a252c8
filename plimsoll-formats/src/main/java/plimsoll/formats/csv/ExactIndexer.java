package plimsoll.formats.csv;

import org.jspecify.annotations.Nullable;

/**
 * Reads any dialect byte by byte: separators of several bytes, escapes, and quotes that are data.
 *
 * <p>The rules: at each byte a record end is looked for first, then a separator. A quote opens only
 * at the start of a field (behind spaces when these are trimmed); within quotes two quotes are one.
 * An escape takes the meaning from the byte behind it, in quotes and outside; one that works in
 * quotes only takes it there from a quote or from itself, and else is data. What follows a closing
 * quote up to the next separator is read as if unquoted, for the row to be rejected as a whole. A
 * record that begins with the comment prefix is one field up to the next record end, whatever it
 * holds.
 */
final class ExactIndexer implements Indexer {
  /** What {@link #record} answers for a record that ends within quotes. */
  static final int OPEN = -1;

  private static final int CLOSED_BY_END = -2;

  private final Dialect dialect;
  private final boolean[] special = new boolean[256];

  ExactIndexer(Dialect dialect) {
    this.dialect = dialect;
    special[dialect.separator()[0] & 0xFF] = true;
    special[dialect.recordEnd()[0] & 0xFF] = true;
    if (dialect.escapeOutside() >= 0) {
      special[dialect.escapeOutside()] = true;
    }
    if (dialect.crAlone()) {
      special['\r'] = true;
    }
  }

  @Override
  public boolean index(byte[] data, int start, int end, StructuralIndex out) {
    out.begin(start);
    out.quotes = dialect.quote() >= 0;
    out.escapes = dialect.escape() >= 0;
    out.ascii = false;
    int at = start;
    while (at >= 0 && at < end) {
      at = record(data, at, end, out);
    }
    out.unclosed = at == OPEN;
    return true;
  }

  /**
   * Past the record that begins at {@code start}; negative if it does not end before {@code end}.
   */
  int record(byte[] data, int start, int end, @Nullable StructuralIndex out) {
    if (dialect.isComment(data, start, end)) {
      return comment(data, start, end, out);
    }
    int at = start;
    while (true) {
      at = skipQuoted(data, at, end);
      if (at < 0) {
        return OPEN;
      }
      at = skipToDelimiter(data, at, end);
      if (at >= end) {
        return CLOSED_BY_END;
      }
      if (dialect.isRecordEnd(data, at, end)) {
        return recordEnd(at, out);
      }
      at += dialect.separator().length;
      if (out != null) {
        out.separator(at - 1);
      }
    }
  }

  private int recordEnd(int at, @Nullable StructuralIndex out) {
    int past = at + dialect.recordEnd().length;
    if (out != null) {
      out.recordEnd(past - 1);
    }
    return past;
  }

  private int comment(byte[] data, int start, int end, @Nullable StructuralIndex out) {
    for (int at = start; at < end; at++) {
      if (dialect.isRecordEnd(data, at, end)) {
        return recordEnd(at, out);
      }
    }
    return CLOSED_BY_END;
  }

  /** Past a quoted field's closing quote; {@code start} if the field is not quoted. */
  private int skipQuoted(byte[] data, int start, int end) {
    int at = start;
    if (dialect.quote() < 0) {
      return start;
    }
    while (at < end && dialect.isBlank(data[at])) {
      at++;
    }
    if (at == end || (data[at] & 0xFF) != dialect.quote()) {
      return start;
    }
    for (at++; at < end; at++) {
      if (dialect.escapesInQuotes(data, at, end)) {
        at++;
      } else if ((data[at] & 0xFF) == dialect.quote()) {
        if (at + 1 == end || (data[at + 1] & 0xFF) != dialect.quote()) {
          return at + 1;
        }
        at++;
      }
    }
    return OPEN;
  }

  private int skipToDelimiter(byte[] data, int start, int end) {
    int at = start;
    while (at < end) {
      int value = data[at] & 0xFF;
      if (!special[value]) {
        at++;
      } else if (value == dialect.escapeOutside()) {
        at += 2;
      } else if (dialect.isRecordEnd(data, at, end)
          || Dialect.startsWith(data, at, end, dialect.separator())) {
        return at;
      } else {
        at++;
      }
    }
    return end;
  }
}
