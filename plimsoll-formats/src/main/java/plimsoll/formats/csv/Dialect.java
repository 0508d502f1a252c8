package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/**
 * What of {@link CsvOptions} decides where fields and rows end, checked and ready for use.
 *
 * @param separator bytes between fields
 * @param recordEnd bytes that end a row; LF when a CR before it belongs to it
 * @param dropCr whether a CR before the record end belongs to it
 * @param dropCrAfterQuote the same for a row whose last field is quoted
 * @param quote quoting byte 0 to 255, or -1
 * @param escape escape byte 0 to 255, or -1
 * @param escapeOnlyQuotes whether it works in quotes only, in front of a quote or of itself
 * @param crAlone whether a CR ends a row too where no LF follows
 * @param letters what each byte behind an escape stands for; null: for itself
 * @param comment begins what is no row; empty for nothing
 * @param blanks for each byte 0 to 255, whether it goes from the ends of a field; null: none goes
 */
record Dialect(
    byte[] separator,
    byte[] recordEnd,
    boolean dropCr,
    boolean dropCrAfterQuote,
    int quote,
    int escape,
    boolean escapeOnlyQuotes,
    boolean crAlone,
    byte @Nullable [] letters,
    byte[] comment,
    boolean @Nullable [] blanks) {
  private static final byte[] LF = {'\n'};
  private static final int MAX_DELIMITER = 50;

  /** Checks the options and refuses those that contradict each other ({@code BAD_OPTION}). */
  static Dialect of(CsvOptions options) {
    boolean lineEnd = options.recordEnd() instanceof RecordEnd.LineEnd;
    boolean crAlone = options.recordEnd() instanceof RecordEnd.LineEnd any && any.crAlone();
    byte[] end = options.recordEnd() instanceof RecordEnd.Delimiter given ? given.bytes() : LF;
    int quote = unsigned(options.enclose());
    boolean onlyQuotes = options.escape() == null;
    int escape = unsigned(onlyQuotes && quote >= 0 ? options.quoteEscape() : options.escape());
    checkLength("column_separator", options.separator());
    checkLength("row_delimiter", end);
    if (startsWith(options.separator(), 0, options.separator().length, end)
        || (crAlone && options.separator()[0] == '\r')) {
      throw ErrorCode.BAD_OPTION.with(
          "column_separator begins with row_delimiter: no row would have two fields.");
    }
    checkTrim(options, end, quote, escape);
    checkByte("enclose", quote, options.separator(), end);
    checkByte(onlyQuotes ? "quote_escape" : "escape", escape, options.separator(), end);
    if (onlyQuotes && escape >= 0 && escape != quote && options.escapeLetters()) {
      throw ErrorCode.BAD_OPTION.with(
          "escape_letters is about escape, and only quote_escape is set. Set escape, or escape_letters"
              + " to false.");
    }
    return new Dialect(
        options.separator().clone(),
        end.clone(),
        lineEnd,
        lineEnd || Arrays.equals(end, LF),
        quote,
        escape == quote ? -1 : escape,
        onlyQuotes,
        crAlone,
        options.escapeLetters() ? mysqlLetters() : null,
        comment(options, end),
        blanks(options, end));
  }

  /** MySQL's: what is not listed stands for itself. */
  private static byte[] mysqlLetters() {
    byte[] letters = new byte[256];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) i;
    }
    letters['0'] = 0;
    letters['b'] = '\b';
    letters['n'] = '\n';
    letters['r'] = '\r';
    letters['t'] = '\t';
    letters['Z'] = 26;
    return letters;
  }

  private static byte[] comment(CsvOptions options, byte[] end) {
    byte[] comment = options.comment();
    if (comment.length > MAX_DELIMITER) {
      checkLength("comment", comment);
    }
    for (byte b : comment) {
      if (contains(end, b & 0xFF) || b == '\n' || b == '\r') {
        throw ErrorCode.BAD_OPTION.with("comment holds a part of row_delimiter; choose another.");
      }
    }
    return comment.clone();
  }

  private static boolean @Nullable [] blanks(CsvOptions options, byte[] end) {
    if (options.trim() == Trim.NONE) {
      return null;
    }
    boolean[] blanks = new boolean[256];
    blanks[' '] = true;
    if (options.trim() == Trim.BLANKS) {
      for (char blank : new char[] {'\t', '\n', 0x0B, '\f', '\r'}) {
        blanks[blank] = true;
      }
    }
    for (byte delimiting : options.separator()) {
      blanks[delimiting & 0xFF] = false;
    }
    for (byte delimiting : end) {
      blanks[delimiting & 0xFF] = false;
    }
    blanks['\r'] &= !(options.recordEnd() instanceof RecordEnd.LineEnd any && any.crAlone());
    return blanks;
  }

  /** Whether that byte goes from the ends of fields. */
  boolean isBlank(byte value) {
    boolean[] table = blanks;
    return table != null && table[value & 0xFF];
  }

  /** Whether blanks go from the ends of fields. */
  boolean trim() {
    return blanks != null;
  }

  private static int unsigned(@Nullable Byte value) {
    return value == null ? -1 : value & 0xFF;
  }

  private static void checkLength(String option, byte[] bytes) {
    if (bytes.length < 1 || bytes.length > MAX_DELIMITER) {
      throw ErrorCode.BAD_OPTION.with(
          option + " has " + bytes.length + " bytes, must be 1 to " + MAX_DELIMITER + ".");
    }
  }

  private static void checkTrim(CsvOptions options, byte[] end, int quote, int escape) {
    boolean usesSpace =
        contains(options.separator(), ' ') || contains(end, ' ') || quote == ' ' || escape == ' ';
    boolean blankQuote =
        options.trim() == Trim.BLANKS && (isAsciiBlank(quote) || isAsciiBlank(escape));
    if ((options.trim() == Trim.SPACES && usesSpace) || blankQuote) {
      throw ErrorCode.BAD_OPTION.with(
          options.trim() == Trim.BLANKS
              ? "trim_space drops blanks, but enclose, escape or quote_escape is one."
              : "trim_space drops spaces, but a space is part of column_separator, row_delimiter, enclose,"
                  + " escape or quote_escape.");
    }
  }

  private static boolean isAsciiBlank(int value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  private static void checkByte(String option, int value, byte[] separator, byte[] end) {
    if (value < 0) {
      return;
    }
    String clash =
        contains(separator, value)
            ? "column_separator"
            : contains(end, value)
                ? "row_delimiter"
                : value == '\n' || value == '\r' ? "a line break" : "";
    if (!clash.isEmpty()) {
      byte[] text = {(byte) value};
      throw ErrorCode.BAD_OPTION.with(
          option
              + " '"
              + new String(text, StandardCharsets.ISO_8859_1)
              + "' is part of "
              + clash
              + "; choose another.");
    }
  }

  /** Whether one of the bytes is {@code value}, 0 to 255. */
  static boolean contains(byte[] bytes, int value) {
    for (byte b : bytes) {
      if ((b & 0xFF) == value) {
        return true;
      }
    }
    return false;
  }

  /** Whether separator and record end are one byte each, so that the fast indexer can run. */
  boolean isSingleByte() {
    return separator.length == 1 && recordEnd.length == 1 && !crAlone;
  }

  /** Whether no delimiter, quote or escape can be a part of a character of several bytes. */
  boolean isAscii() {
    return isAscii(separator) && isAscii(recordEnd) && quote < 0x80 && escape < 0x80;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether records are told from rows by what they begin with. */
  boolean hasComments() {
    return comment.length > 0;
  }

  /** Whether an indexed record is a comment. */
  boolean isComment(byte[] data, StructuralIndex index, int record) {
    return comment.length > 0
        && isComment(data, index.start(record), index.last(record) + 1 - recordEnd.length);
  }

  /** Whether a record is a comment, by its first bytes. */
  boolean isComment(byte[] data, int start, int end) {
    return comment.length > 0 && startsWith(data, start, end, comment);
  }

  /** The byte that ends physical lines: CR where it alone ends rows, else LF. */
  byte lineBreak() {
    return recordEnd.length == 1 && recordEnd[0] == '\r' ? recordEnd[0] : (byte) '\n';
  }

  /** Whether a CR lies there, {@code at < end}, and no LF behind it. */
  static boolean isCrAlone(byte[] data, int at, int end) {
    return data[at] == '\r' && (at + 1 == end || data[at + 1] != '\n');
  }

  /** Whether a record end lies there; a CR as the last of the bytes is none yet. */
  boolean isRecordEnd(byte[] data, int at, int end) {
    return startsWith(data, at, end, recordEnd)
        || (crAlone && data[at] == '\r' && at + 1 < end && data[at + 1] != '\n');
  }

  /** Whether some byte may take the meaning from separators and record ends. */
  boolean hasQuoting() {
    return quote >= 0 || escape >= 0;
  }

  /**
   * Whether every occurrence of the record end ends a row if nothing is quoted or escaped, so that
   * the last one can be found from the back: it overlaps neither itself nor a separator.
   */
  boolean isRecordEndUnmistakable() {
    if (crAlone && contains(separator, '\r')) {
      return false;
    }
    for (int i = 1; i < recordEnd.length; i++) {
      if (startsWith(
          recordEnd, i, recordEnd.length, Arrays.copyOf(recordEnd, recordEnd.length - i))) {
        return false;
      }
    }
    for (byte b : separator) {
      if (contains(recordEnd, b & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code wanted} lies at {@code data[at..)} before {@code end}. */
  static boolean startsWith(byte[] data, int at, int end, byte[] wanted) {
    if (at + wanted.length > end) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (data[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** The escape outside quotes, 0 to 255, or -1. */
  int escapeOutside() {
    return escapeOnlyQuotes ? -1 : escape;
  }

  /** Whether, within quotes, an escape lies there that makes the byte behind it data. */
  boolean escapesInQuotes(byte[] data, int at, int end) {
    if ((data[at] & 0xFF) != escape) {
      return false;
    }
    if (!escapeOnlyQuotes) {
      return true;
    }
    int next = at + 1 < end ? data[at + 1] & 0xFF : -1;
    return next >= 0 && (next == quote || next == escape);
  }

  /**
   * Whether the byte at {@code at}, outside quotes, is escaped; {@code from} is where the field
   * begins.
   */
  boolean isEscaped(byte[] data, int from, int at) {
    if (escapeOutside() < 0) {
      return false;
    }
    int escapes = 0;
    while (at - escapes > from && (data[at - escapes - 1] & 0xFF) == escape) {
      escapes++;
    }
    return (escapes & 1) == 1;
  }
}
