package plimsoll.pipeline.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;

/**
 * The options of CSV as words: each declared once, with its name, what it takes and what it does.
 * Headers of a Stream Load, OPTIONS of LOAD DATA and flags of the command line are all read here,
 * and the manual's table is written from here.
 *
 * <p>Names and meaning of those that StarRocks has are StarRocks'; the others are ours.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum CsvOption {
  COLUMN_SEPARATOR(
      "1 to 50 bytes, or hex as in \\x01",
      "what lies between fields",
      (csv, text) -> csv.separator(Delimiter.parse(text)),
      csv -> Delimiter.show(csv.separator())),
  ROW_DELIMITER(
      "1 to 50 bytes, or hex as in \\x0D0A",
      "what ends a row; line_end says it by name",
      (csv, text) -> csv.recordEnd(RecordEnd.bytes(Delimiter.parse(text))),
      csv -> csv.recordEnd() instanceof RecordEnd.Delimiter end ? Delimiter.show(end.bytes()) : ""),
  LINE_END(
      "lf, crlf, cr, auto, any",
      "what ends a row, by name: auto is LF or CR LF, any is CR too, also mixed",
      (csv, text) -> csv.recordEnd(CsvWords.one("line_end", text, CsvWords.LINE_ENDS)),
      csv ->
          csv.recordEnd() instanceof RecordEnd.LineEnd end ? (end.crAlone() ? "any" : "auto") : ""),
  ENCLOSE(
      "one byte, or empty",
      "quotes around fields",
      (csv, text) -> csv.enclose(CsvWords.oneByte("enclose", text)),
      csv -> CsvWords.show(csv.enclose())),
  ESCAPE(
      "one byte, or empty",
      "makes the next byte data, in quotes and outside",
      (csv, text) -> csv.escape(CsvWords.oneByte("escape", text)),
      csv -> CsvWords.show(csv.escape())),
  QUOTE_ESCAPE(
      "one byte, or empty",
      "in quotes makes a quote or itself data, elsewhere is data; if escape is not set",
      (csv, text) -> csv.quoteEscape(CsvWords.oneByte("quote_escape", text)),
      csv -> CsvWords.show(csv.quoteEscape())),
  ESCAPE_LETTERS(
      "true, false",
      "behind escape 0 b n r t Z are NUL, backspace, LF, CR, tab and byte 26, as in MySQL",
      (csv, text) -> csv.escapeLetters(CsvWords.flag("escape_letters", text)),
      csv -> Boolean.toString(csv.escapeLetters())),
  COMMENT(
      "up to 50 bytes, or empty",
      "a record that begins with it is no row",
      (csv, text) -> csv.comment(text.isEmpty() ? new byte[0] : Delimiter.parse(text)),
      csv -> Delimiter.show(csv.comment())),
  NULL_VALUE(
      "a text, or several as [\"a\",\"b\"]",
      "unquoted fields that are NULL",
      (csv, text) -> csv.nullMarkers(CsvWords.texts("null_value", text)),
      csv -> CsvWords.show(csv.nullMarkers())),
  NULL_WORD(
      "a text, or several as [\"a\",\"b\"]",
      "unquoted fields that are NULL in columns that are not text",
      (csv, text) -> csv.nullWords(CsvWords.texts("null_word", text)),
      csv -> CsvWords.show(csv.nullWords())),
  EMPTY_IS_NULL(
      "true, false",
      "an empty unquoted field is NULL",
      (csv, text) -> csv.emptyIsNull(CsvWords.flag("empty_is_null", text)),
      csv -> Boolean.toString(csv.emptyIsNull())),
  QUOTED_NULL(
      "true, false",
      "a quoted null_value is NULL too",
      (csv, text) -> csv.quotedNull(CsvWords.flag("quoted_null", text)),
      csv -> Boolean.toString(csv.quotedNull())),
  TRIM_SPACE(
      "false, true, blanks",
      "spaces around fields go, outside quotes; blanks: tabs and other white space too",
      (csv, text) -> csv.trim(CsvWords.one("trim_space", text, CsvWords.TRIMS)),
      csv -> CsvWords.word(csv.trim(), CsvWords.TRIMS)),
  SKIP_HEADER(
      "rows",
      "first rows of each input that are skipped",
      (csv, text) -> csv.skipHeader(CsvWords.number("skip_header", text, 0, Long.MAX_VALUE)),
      csv -> Long.toString(csv.skipHeader())),
  HEADER(
      "none, skip, names",
      "what the first row is that is left: data, names not looked at, names of the columns",
      (csv, text) -> csv.header(CsvWords.one("header", text, CsvWords.HEADERS)),
      csv -> CsvWords.word(csv.header(), CsvWords.HEADERS)),
  UNKNOWN_COLUMNS(
      "refuse, ignore",
      "whether a header that is read by name may name columns that the table does not have",
      (csv, text) ->
          csv.unknownColumns(CsvWords.one("unknown_columns", text, CsvWords.UNKNOWN_COLUMNS)),
      csv -> CsvWords.word(csv.unknownColumns(), CsvWords.UNKNOWN_COLUMNS)),
  BLANK_LINES(
      "skip, row",
      "whether an empty line is nothing or a row with one empty field",
      (csv, text) -> csv.blankLines(CsvWords.one("blank_lines", text, CsvWords.BLANK_LINES)),
      csv -> CsvWords.word(csv.blankLines(), CsvWords.BLANK_LINES)),
  SHORT_ROWS(
      "reject, pad",
      "rows with too few fields are bad, or the missing ones are NULL",
      (csv, text) -> csv.shortRows(CsvWords.one("short_rows", text, CsvWords.SHORT_ROWS)),
      csv -> CsvWords.word(csv.shortRows(), CsvWords.SHORT_ROWS)),
  LONG_ROWS(
      "reject, drop",
      "rows with too many fields are bad, or those fields go",
      (csv, text) -> csv.longRows(CsvWords.one("long_rows", text, CsvWords.LONG_ROWS)),
      csv -> CsvWords.word(csv.longRows(), CsvWords.LONG_ROWS)),
  ENCODING(
      "utf-8, utf-16, utf-16le, latin1, windows-1252, gbk, shift_jis, ... as Java names them",
      "how the text is encoded",
      (csv, text) -> csv.encoding(CsvWords.charset(text)),
      csv -> csv.encoding().name().toLowerCase(Locale.ROOT)),
  COMPRESSION(
      "auto, none, gzip, zstd, lz4_frame, bzip2, snappy, deflate",
      "how the bytes are compressed; auto: by the ending of the file's name",
      (csv, text) -> csv.compression(CsvWords.one("compression", text, CsvWords.COMPRESSIONS)),
      csv -> CsvWords.word(csv.compression(), CsvWords.COMPRESSIONS)),
  CONVERSIONS(
      "starrocks, openmldb, exact",
      "by whose rules text becomes values (docs/types.md)",
      (csv, text) -> csv.conversions(CsvWords.one("conversions", text, CsvWords.CONVERSIONS)),
      csv -> CsvWords.word(csv.conversions(), CsvWords.CONVERSIONS)),
  TIMESTAMPS(
      "each, first",
      "with conversions=openmldb, which values are milliseconds and which texts: each tells by"
          + " itself, or the first of its column for all",
      (csv, text) -> csv.timestamps(CsvWords.one("timestamps", text, CsvWords.TIMESTAMPS)),
      csv -> CsvWords.word(csv.timestamps(), CsvWords.TIMESTAMPS)),
  MAX_ROW_BYTES(
      "bytes",
      "a longer row ends the load",
      (csv, text) ->
          csv.maxRowBytes(
              (int) CsvWords.number("max_row_bytes", text, 1, CsvOptions.MOST_ROW_BYTES)),
      csv -> Integer.toString(csv.maxRowBytes()));

  /** Other names of the same options: OpenMLDB's and MySQL's. */
  private static final Map<String, CsvOption> ALIASES =
      Map.of(
          "delimiter", COLUMN_SEPARATOR,
          "quote", ENCLOSE,
          "charset", ENCODING);

  private final String takes;
  private final String does;
  private final BiConsumer<CsvOptions.Builder, String> reader;
  private final Function<CsvOptions, String> writer;

  CsvOption(
      String takes,
      String does,
      BiConsumer<CsvOptions.Builder, String> reader,
      Function<CsvOptions, String> writer) {
    this.takes = takes;
    this.does = does;
    this.reader = reader;
    this.writer = writer;
  }

  /** The name, for example {@code column_separator}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which values it takes, for people. */
  public String takes() {
    return takes;
  }

  /** What it does, for people. */
  public String does() {
    return does;
  }

  /** Sets it; BAD_OPTION says which values there are. */
  public void set(CsvOptions.Builder csv, String text) {
    reader.accept(csv, text);
  }

  /** Its value as {@link #set} takes it; empty where another option says it, or nothing is set. */
  public String show(CsvOptions csv) {
    return writer.apply(csv);
  }

  /** The option of that name or alias, in any letter case. */
  public static Optional<CsvOption> find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    CsvOption alias = ALIASES.get(wanted);
    return alias != null
        ? Optional.of(alias)
        : Arrays.stream(values()).filter(option -> option.word().equals(wanted)).findFirst();
  }

  /** All names, aliases too. */
  public static List<String> words() {
    List<String> words = new ArrayList<>(ALIASES.keySet());
    Arrays.stream(values()).map(CsvOption::word).forEach(words::add);
    return words;
  }

  /** The name of what ends a row; empty where only {@link #ROW_DELIMITER} can say it. */
  public static Optional<String> lineEnd(CsvOptions csv) {
    return CsvWords.LINE_ENDS.entrySet().stream()
        .filter(each -> isSame(each.getValue(), csv.recordEnd()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isSame(RecordEnd one, RecordEnd other) {
    return one instanceof RecordEnd.Delimiter a && other instanceof RecordEnd.Delimiter b
        ? Arrays.equals(a.bytes(), b.bytes())
        : one.equals(other);
  }

  /** All options of {@code csv} as words, enough to make them again with {@link #read}. */
  public static Map<String, String> write(CsvOptions csv) {
    Map<String, String> words = new LinkedHashMap<>();
    for (CsvOption option : values()) {
      boolean saidElsewhere =
          option == (csv.recordEnd() instanceof RecordEnd.LineEnd ? ROW_DELIMITER : LINE_END);
      if (!saidElsewhere) {
        words.put(option.word(), option.show(csv));
      }
    }
    return words;
  }

  /** Options changed by words; names must be known. */
  public static CsvOptions read(CsvOptions base, Map<String, String> words) {
    CsvOptions.Builder csv = base.toBuilder();
    words.forEach((name, text) -> find(name).orElseThrow().set(csv, text));
    return csv.build();
  }
}
