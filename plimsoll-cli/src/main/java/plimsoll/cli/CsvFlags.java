package plimsoll.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.guess.Known;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvPreset;

/** How a CSV file is written, as far as the user says; the rest is guessed or the dialect's. */
final class CsvFlags {
  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description =
          "rfc4180, starrocks, openmldb-cluster, openmldb-local or mysql; default: guessed.")
  @Nullable String dialect;

  @Option(
      names = {"-s", "--separator", "--column-separator"},
      paramLabel = "TEXT",
      description = "Between fields; \\t, or hex as in \\x01.")
  @Nullable String separator;

  @Option(
      names = {"--quote", "--enclose"},
      paramLabel = "CHAR",
      description = "Around fields; empty for none.")
  @Nullable String quote;

  @Option(names = "--escape", paramLabel = "CHAR", description = "Before a character taken as is.")
  @Nullable String escape;

  @Option(
      names = {"--null", "--null-value"},
      paramLabel = "TEXT",
      description = "Means NULL where not quoted; may be given more than once.")
  @Nullable List<String> nulls;

  @Option(
      names = "--null-word",
      paramLabel = "TEXT",
      description = "As --null, but text columns keep it; default: guessed for each column.")
  @Nullable List<String> nullWords;

  @Option(
      names = "--null-in",
      paramLabel = "COLUMN=TEXT",
      description = "As --null-word, in that column only, and in quotes too; name or number.")
  @Nullable List<String> nullsIn;

  @Option(
      names = "--header",
      negatable = true,
      description = "The first row names the columns, or is data; default: guessed.")
  @Nullable Boolean header;

  @Option(
      names = {"--skip", "--skip-header"},
      paramLabel = "N",
      description = "Rows before the header to skip.")
  @Nullable Long skip;

  @Option(
      names = {"--trim", "--trim-space"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|blanks",
      description = "Drop spaces around fields; blanks: tabs and other white space too.")
  @Nullable String trim;

  @Option(
      names = "--row-delimiter",
      paramLabel = "TEXT",
      description = "Ends a row; as --separator.")
  @Nullable String rowDelimiter;

  @Option(
      names = "--line-end",
      paramLabel = "NAME",
      description = "lf, crlf, cr, auto (LF or CR LF) or any (CR too, mixed).")
  @Nullable String lineEnd;

  @Option(
      names = "--quote-escape",
      paramLabel = "CHAR",
      description =
          "In quotes, before a quote or itself; elsewhere it is text. Without effect beside --escape.")
  @Nullable String quoteEscape;

  @Option(
      names = "--escape-letters",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "\\\\n, \\\\t and so on are control characters, as in MySQL.")
  @Nullable String escapeLetters;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Lines that begin with it are no rows.")
  @Nullable String comment;

  @Option(
      names = "--empty-is-null",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "An empty field without quotes is NULL.")
  @Nullable String emptyIsNull;

  @Option(
      names = "--quoted-null",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "What --null says is NULL in quotes too.")
  @Nullable String quotedNull;

  @Option(
      names = "--unknown-columns",
      paramLabel = "refuse|ignore",
      description = "Whether a header may name columns that the table does not have.")
  @Nullable String unknownColumns;

  @Option(
      names = "--blank-lines",
      paramLabel = "skip|row",
      description = "Whether an empty line is nothing or a row.")
  @Nullable String blankLines;

  @Option(
      names = "--short-rows",
      paramLabel = "reject|pad",
      description = "Rows with too few fields are bad, or filled with NULL.")
  @Nullable String shortRows;

  @Option(
      names = "--long-rows",
      paramLabel = "reject|drop",
      description = "Rows with too many fields are bad, or cut.")
  @Nullable String longRows;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "utf-8 (default), utf-16, latin1, windows-1252, gbk, shift_jis, ...")
  @Nullable String encoding;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description =
          "auto (by the file's ending; default), none, gzip, zstd, lz4_frame, bzip2, snappy,"
              + " deflate.")
  @Nullable String compression;

  @Option(
      names = "--conversions",
      paramLabel = "NAME",
      description = "By whose rules text becomes values: starrocks or openmldb.")
  @Nullable String conversions;

  @Option(
      names = "--timestamps",
      paramLabel = "each|first",
      description =
          "With --conversions openmldb: each value tells whether it is milliseconds or text, or the"
              + " first of its column.")
  @Nullable String timestamps;

  @Option(names = "--max-row-bytes", paramLabel = "N", description = "A longer row ends the load.")
  @Nullable String maxRowBytes;

  /** The dialect that the user named; else that of most files. */
  CsvPreset preset() {
    return dialect == null ? CsvPreset.RFC4180 : CsvPreset.of(dialect);
  }

  /** Its options, with what must be known before anything is guessed. */
  CsvOptions base() {
    CsvOptions.Builder csv = preset().options().toBuilder();
    set(csv, CsvOption.COMPRESSION, compression);
    set(csv, CsvOption.ENCODING, encoding);
    return csv.build();
  }

  /** What is not to be guessed. */
  Known known() {
    boolean all = dialect != null;
    return new Known(
        all || separator != null,
        all || rowDelimiter != null || lineEnd != null,
        all || quote != null || escape != null || quoteEscape != null,
        all || header != null,
        all || skip != null,
        all || trim != null,
        nullWordsByColumn(),
        false);
  }

  private Map<String, List<String>> nullWordsByColumn() {
    Map<String, List<String>> words = new HashMap<>();
    for (String each : nullsIn == null ? List.<String>of() : nullsIn) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw ErrorCode.BAD_OPTION.with("--null-in is '" + each + "', must be COLUMN=TEXT.");
      }
      words
          .computeIfAbsent(each.substring(0, equals), none -> new ArrayList<>())
          .add(each.substring(equals + 1));
    }
    return words;
  }

  /** What the user fixed, on top of {@code base}. */
  CsvOptions applyTo(CsvOptions base) {
    CsvOptions.Builder options = base.toBuilder();
    set(options, CsvOption.COLUMN_SEPARATOR, separator);
    set(options, CsvOption.ROW_DELIMITER, rowDelimiter);
    set(options, CsvOption.LINE_END, lineEnd);
    set(options, CsvOption.ENCLOSE, quote);
    set(options, CsvOption.ESCAPE, escape);
    set(options, CsvOption.QUOTE_ESCAPE, quoteEscape);
    set(options, CsvOption.ESCAPE_LETTERS, escapeLetters);
    set(options, CsvOption.COMMENT, comment);
    set(options, CsvOption.QUOTED_NULL, quotedNull);
    set(options, CsvOption.TRIM_SPACE, trim);
    set(options, CsvOption.UNKNOWN_COLUMNS, unknownColumns);
    set(options, CsvOption.BLANK_LINES, blankLines);
    set(options, CsvOption.SHORT_ROWS, shortRows);
    set(options, CsvOption.LONG_ROWS, longRows);
    set(options, CsvOption.CONVERSIONS, conversions);
    set(options, CsvOption.TIMESTAMPS, timestamps);
    set(options, CsvOption.MAX_ROW_BYTES, maxRowBytes);
    if (nulls != null) {
      options.nullMarkers(nulls).emptyIsNull(nulls.contains(""));
    }
    if (nullWords != null) {
      options.nullWords(nullWords);
    }
    if (header != null) {
      options.header(header ? CsvOptions.Header.BY_NAME : CsvOptions.Header.NONE);
    }
    if (skip != null) {
      if (skip < 0) {
        throw ErrorCode.BAD_SETTING.with("--skip", skip, "0 or more");
      }
      options.skipHeader(skip);
    }
    set(options, CsvOption.EMPTY_IS_NULL, emptyIsNull);
    return options.build();
  }

  private static void set(CsvOptions.Builder csv, CsvOption option, @Nullable String text) {
    if (text != null) {
      option.set(csv, text);
    }
  }
}
