package plimsoll.formats.csv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/**
 * What CSV means, said slowly: one byte after the other over the whole input, objects everywhere.
 * The fast reader must agree with it. Rules: docs/formats/csv.md.
 */
final class ReferenceCsv {
  /** A row that counts: its texts, null for NULL, or the error it is rejected with. */
  record Row(
      long line,
      long offset,
      String raw,
      List<@Nullable String> values,
      @Nullable ErrorCode error) {}

  private record Field(List<Integer> raw, List<Boolean> escaped, boolean quoted, boolean stray) {}

  private final CsvOptions options;
  private final int expected;
  private final byte[] data;
  private final byte[] separator;
  private final byte[] end;
  private final boolean lineEnd;
  private final boolean crAlone;
  private int at;
  private boolean unclosed;
  private int contentEnd;

  ReferenceCsv(CsvOptions options, int expected, byte[] data) {
    this.options = options;
    this.expected = expected;
    this.data = data;
    this.separator = options.separator();
    this.lineEnd = options.recordEnd() instanceof RecordEnd.LineEnd;
    this.crAlone = options.recordEnd() instanceof RecordEnd.LineEnd any && any.crAlone();
    this.end =
        options.recordEnd() instanceof RecordEnd.Delimiter given
            ? given.bytes()
            : new byte[] {'\n'};
  }

  List<Row> rows() {
    at =
        data.length >= 3
                && data[0] == (byte) 0xEF
                && data[1] == (byte) 0xBB
                && data[2] == (byte) 0xBF
            ? 3
            : 0;
    long skip = options.skipHeader();
    boolean header = options.header() != Header.NONE;
    List<Row> rows = new ArrayList<>();
    while (at < data.length) {
      int start = at;
      boolean comment = options.comment().length > 0 && isAt(options.comment());
      List<Field> fields = comment ? comment() : record();
      if (skip > 0) {
        skip--;
        continue;
      }
      boolean blank = contentEnd == start && options.blankLines() && !unclosed;
      if (blank || comment) {
        continue;
      }
      if (header) {
        header = false;
        continue;
      }
      String raw = new String(data, start, contentEnd - start, StandardCharsets.ISO_8859_1);
      rows.add(row(start, raw, fields));
    }
    return rows;
  }

  /** Goes on to the next record end, whatever comes before it. */
  private List<Field> comment() {
    while (at < data.length && !atEnd()) {
      at++;
    }
    at = Math.min(data.length, at + endLength());
    unclosed = false;
    contentEnd = at;
    return List.of();
  }

  private boolean atEnd() {
    return isAt(end) || (crAlone && data[at] == '\r');
  }

  /** CR LF is one record end; where CR alone ends rows it is not in the field. */
  private int endLength() {
    boolean both = crAlone && at + 1 < data.length && data[at] == '\r' && data[at + 1] == '\n';
    return both ? 2 : end.length;
  }

  private boolean isBlank(int value) {
    boolean blank =
        switch (options.trim()) {
          case NONE -> false;
          case SPACES -> value == ' ';
          case BLANKS -> value == ' ' || (value >= 9 && value <= 13);
        };
    blank &= !(crAlone && value == '\r');
    for (byte delimiting : separator) {
      blank &= delimiting != value;
    }
    for (byte delimiting : end) {
      blank &= delimiting != value;
    }
    return blank;
  }

  private Row row(int start, String raw, List<Field> fields) {
    long line = 0;
    for (int i = 0; i < start; i++) {
      boolean cr = data[i] == '\r';
      boolean breaks =
          Arrays.equals(end, new byte[] {'\r'})
              ? cr
              : data[i] == '\n' || (crAlone && cr && data[i + 1] != '\n');
      line += breaks ? 1 : 0;
    }
    List<@Nullable String> values = new ArrayList<>();
    ErrorCode error = null;
    if (unclosed) {
      error = ErrorCode.UNCLOSED_QUOTE;
    } else if (fields.size() < expected && options.shortRows() != RowLength.PAD_WITH_NULL
        || fields.size() > expected && options.longRows() != RowLength.DROP_EXTRA) {
      error = ErrorCode.FIELD_COUNT;
    }
    for (int i = 0; i < expected && error == null; i++) {
      if (i >= fields.size()) {
        values.add(null);
        continue;
      }
      Field field = fields.get(i);
      if (field.stray()) {
        error = ErrorCode.TEXT_AFTER_QUOTE;
        continue;
      }
      byte[] text = isNull(field) ? null : decoded(field);
      if (text != null && !isUtf8(text)) {
        error = ErrorCode.BAD_UTF8;
      }
      values.add(text == null ? null : new String(text, StandardCharsets.UTF_8));
    }
    return new Row(line, start, raw, error == null ? values : List.of(), error);
  }

  private boolean isNull(Field field) {
    byte[] raw = new byte[field.raw().size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = field.raw().get(i).byteValue();
    }
    boolean marker =
        options.nullMarkers().stream()
            .anyMatch(m -> Arrays.equals(m.getBytes(StandardCharsets.UTF_8), raw));
    if (field.quoted()) {
      return options.quotedNull() && marker;
    }
    return marker || (options.emptyIsNull() && raw.length == 0);
  }

  private byte[] decoded(Field field) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> raw = field.raw();
    for (int i = 0; i < raw.size(); i++) {
      int value = raw.get(i);
      boolean last = i + 1 == raw.size();
      boolean escape = isEscape(value, field.quoted(), last ? -1 : raw.get(i + 1));
      boolean first = escape || (field.quoted() && isQuote(value));
      if (!first || last) {
        out.write(value);
        continue;
      }
      int next = raw.get(++i);
      out.write(
          escape && options.escape() != null && options.escapeLetters() ? letter(next) : next);
    }
    return out.toByteArray();
  }

  private static int letter(int value) {
    return switch (value) {
      case '0' -> 0;
      case 'b' -> 8;
      case 't' -> 9;
      case 'n' -> 10;
      case 'r' -> 13;
      case 'Z' -> 26;
      default -> value;
    };
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** Whether it makes the next byte data; that is -1 if there is none. */
  private boolean isEscape(int value, boolean inQuotes, int next) {
    return options.escape() == null
        ? inQuotes && isQuoteEscape(value) && (isQuote(next) || isQuoteEscape(next))
        : isEscape(value);
  }

  private boolean isEscape(int value) {
    return is(options.escape(), value) && !isQuote(value);
  }

  private boolean isQuoteEscape(int value) {
    return is(options.quoteEscape(), value) && !isQuote(value);
  }

  private boolean isQuote(int value) {
    return is(options.enclose(), value);
  }

  private static boolean is(@Nullable Byte wanted, int value) {
    return wanted != null && (wanted & 0xFF) == value;
  }

  private boolean isAt(byte[] wanted) {
    return at + wanted.length <= data.length
        && Arrays.equals(data, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private List<Field> record() {
    List<Field> fields = new ArrayList<>();
    unclosed = false;
    while (true) {
      Field field = field();
      fields.add(field);
      if (at < data.length && !atEnd()) {
        at += separator.length;
        if (at == data.length) {
          fields.add(new Field(List.of(), List.of(), false, false));
          contentEnd = at;
          return fields;
        }
        continue;
      }
      contentEnd = at;
      boolean cr = lineEnd && lastIsFreeCr(field);
      if (cr) {
        contentEnd--;
      }
      at = Math.min(data.length, at + endLength());
      fields.set(fields.size() - 1, finish(field, true));
      return fields;
    }
  }

  private int next() {
    return at + 1 < data.length ? data[at + 1] & 0xFF : -1;
  }

  private boolean lastIsFreeCr(Field field) {
    List<Integer> raw = field.raw();
    int last = raw.size() - 1;
    return last >= 0 && raw.get(last) == '\r' && !field.escaped().get(last);
  }

  /** Takes the bytes up to the next separator or record end, whatever they are. */
  private Field field() {
    List<Integer> raw = new ArrayList<>();
    List<Boolean> escaped = new ArrayList<>();
    int look = at;
    while (look < data.length && isBlank(data[look])) {
      look++;
    }
    boolean quoted = look < data.length && isQuote(data[look] & 0xFF);
    if (quoted) {
      while (at <= look) {
        raw.add(data[at++] & 0xFF);
        escaped.add(false);
      }
      boolean open = true;
      while (open) {
        if (at >= data.length) {
          unclosed = true;
          return new Field(raw, escaped, true, false);
        }
        int value = data[at] & 0xFF;
        boolean pair = isEscape(value, true, next()) || (isQuote(value) && isQuote(next()));
        raw.add(value);
        escaped.add(false);
        at++;
        if (pair && at < data.length) {
          raw.add(data[at++] & 0xFF);
          escaped.add(true);
        } else if (isQuote(value)) {
          open = false;
        }
      }
    }
    while (at < data.length && !atEnd() && !isAt(separator)) {
      boolean escape = isEscape(data[at] & 0xFF, false, next());
      raw.add(data[at++] & 0xFF);
      escaped.add(false);
      if (escape && at < data.length) {
        raw.add(data[at++] & 0xFF);
        escaped.add(true);
      }
    }
    Field field = new Field(raw, escaped, quoted, false);
    boolean last = at >= data.length || atEnd();
    return last ? field : finish(field, false);
  }

  /** Takes off what is around the text: the CR of the line end, spaces, quotes. */
  private Field finish(Field field, boolean last) {
    List<Integer> raw = new ArrayList<>(field.raw());
    List<Boolean> escaped = new ArrayList<>(field.escaped());
    boolean linefeed = Arrays.equals(end, new byte[] {'\n'});
    if (last && (lineEnd || (field.quoted() && linefeed)) && lastIsFreeCr(field)) {
      raw.remove(raw.size() - 1);
      escaped.remove(escaped.size() - 1);
    }
    if (options.trim() != Trim.NONE) {
      while (!raw.isEmpty() && isBlank(raw.get(0))) {
        raw.remove(0);
        escaped.remove(0);
      }
      while (!raw.isEmpty() && isBlank(raw.get(raw.size() - 1)) && !escaped.get(raw.size() - 1)) {
        raw.remove(raw.size() - 1);
        escaped.remove(escaped.size() - 1);
      }
    }
    if (!field.quoted()) {
      return new Field(raw, escaped, false, false);
    }
    int close = closing(raw, escaped);
    boolean stray = close != raw.size() - 1;
    return new Field(stray ? raw : raw.subList(1, close), escaped, true, stray);
  }

  /** The first quote behind the opening one that is neither escaped nor half of a pair. */
  private int closing(List<Integer> raw, List<Boolean> escaped) {
    for (int i = 1; i < raw.size(); i++) {
      boolean firstOfPair = i + 1 < raw.size() && escaped.get(i + 1);
      if (isQuote(raw.get(i)) && !escaped.get(i) && !firstOfPair) {
        return i;
      }
    }
    return -1;
  }
}
