package plimsoll.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Quality;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Source;

/** How files become a load, as commands that load have it in common. */
final class LoadFlags {
  private static final long MOST_SECONDS = 259_200;

  @Option(
      names = "--format",
      paramLabel = "csv|parquet",
      description = "How files are written; default: by their endings, .parquet or CSV.")
  @Nullable String format;

  @Option(
      names = "--columns",
      paramLabel = "A,B,...",
      description =
          "Names of the file's fields, from left to right; with --create of the new columns. _ leaves"
              + " a field out.")
  @Nullable String columns;

  @Option(
      names = "--max-filter-ratio",
      paramLabel = "0..1",
      description = "Tolerated share of bad rows; default: 0.")
  @Nullable Double maxFilterRatio;

  @Option(
      names = "--max-error-number",
      paramLabel = "N",
      description = "More bad rows than that stop the load at once.")
  @Nullable Long maxErrors;

  @Option(
      names = {"--log-rejected", "--log-rejected-record-num"},
      paramLabel = "N",
      description = "Bad rows that are kept to be read later; default: all, up to 64 MB. 0: none.")
  @Nullable Long keptRejects;

  @Option(
      names = "--strict",
      description = "A value that does not convert makes its row bad; default: it becomes NULL.")
  boolean strict;

  @Option(
      names = "--bad-values",
      paramLabel = "null|reject|abort",
      description =
          "What a value that does not convert does: becomes NULL, or as --strict, or ends"
              + " the load.")
  @Nullable String badValues;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "259200",
      description = "Longest time; default: three days.")
  long timeoutSeconds;

  @Option(
      names = "--load-mem-limit",
      paramLabel = "BYTES",
      description = "Memory that the load may take; default: what there is for all loads.")
  @Nullable Long loadMemory;

  @Option(
      names = "--target",
      paramLabel = "offline|online|both",
      description = "Where rows go: files, rows by key and time, or both in one commit.")
  @Nullable String target;

  @Option(
      names = {"--put-if-absent", "--put_if_absent"},
      description = "Leave out rows that are online already, equal in all columns.")
  boolean putIfAbsent;

  @Mixin CsvFlags csv = new CsvFlags();

  /** Refuses numbers out of their range. */
  void check() {
    if (maxFilterRatio != null && !(maxFilterRatio >= 0 && maxFilterRatio <= 1)) {
      throw ErrorCode.BAD_SETTING.with("--max-filter-ratio", maxFilterRatio, "0 to 1");
    }
    if (loadMemory != null && loadMemory < 0) {
      throw ErrorCode.BAD_SETTING.with("--load-mem-limit", loadMemory, "0 or more");
    }
    if (maxErrors != null && maxErrors < 0) {
      throw ErrorCode.BAD_SETTING.with("--max-error-number", maxErrors, "0 or more");
    }
    if (keptRejects != null && keptRejects < -1) {
      throw ErrorCode.BAD_SETTING.with("--log-rejected", keptRejects, "0 or more, or -1 for all");
    }
    if (timeoutSeconds < 1 || timeoutSeconds > MOST_SECONDS) {
      throw ErrorCode.BAD_SETTING.with("--timeout", timeoutSeconds, "1 to " + MOST_SECONDS);
    }
  }

  /** How the inputs are written: as said, or by their names. */
  InputFormat format(Source named) {
    return format != null
        ? InputFormat.of(format)
        : named.files().map(files -> InputFormat.byNames(files.paths())).orElse(InputFormat.CSV);
  }

  /** The names that were given for the fields; null if none were. */
  @Nullable List<String> fieldNames() {
    return columns == null
        ? null
        : Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
  }

  /**
   * How fields find their columns: a header that is read stays in charge, so that each file is
   * checked, also where the columns are called otherwise.
   *
   * @param create whether the columns are new, and called as the guess says
   */
  CsvOptions byName(CsvGuess guess, boolean create) {
    CsvOptions csv = guess.csv();
    List<String> header = guess.header();
    if (csv.header() != CsvOptions.Header.BY_NAME || header == null) {
      return csv;
    }
    List<String> given = fieldNames();
    if (given != null && given.size() != header.size()) {
      throw ErrorCode.BAD_OPTION.with(
          String.format(
              Locale.ROOT,
              "--columns names %d fields, the header has %d: %s",
              given.size(),
              header.size(),
              String.join(", ", header)));
    }
    if (guess.headerFault().isPresent()) {
      if (given == null) {
        throw ErrorCode.HEADER_MISMATCH.with(
            guess.headerFault().get()
                + doubled(header, guess.separator())
                + " Name the fields from left to right: --columns "
                + String.join(",", guess.names()));
      }
      return csv.toBuilder().header(CsvOptions.Header.SKIP).build();
    }
    List<String> targets = given != null ? given : create ? guess.names() : header;
    Map<String, String> columns = guess.columnOf(targets);
    if (given == null) {
      columns.remove("_", "_"); // nobody said that it is left out
    }
    return csv.toBuilder().columnOf(columns).build();
  }

  /** Where the table is there, a column may well be empty: two separators are no longer one. */
  private static String doubled(List<String> header, String separator) {
    boolean everyOther = header.size() > 2;
    for (int i = 1; i < header.size(); i += 2) {
      everyOther &= header.get(i).isBlank();
    }
    String two = separator.repeat(2);
    return everyOther ? " If '" + two + "' is between fields, say --separator '" + two + "'." : "";
  }

  /** A load of text; the words are those that the user typed. */
  LoadRequest request(
      String words, TableName into, Label label, Source source, CsvOptions options) {
    boolean byHeader = options.header() == CsvOptions.Header.BY_NAME;
    return request(words, into, label, source, options, byHeader ? null : fieldNames());
  }

  /** A load of Parquet files, which say their columns and types themselves. */
  LoadRequest parquet(String words, TableName into, Label label, Source files) {
    return request(words, into, label, files, csv.applyTo(csv.base()), fieldNames())
        .of(InputFormat.PARQUET);
  }

  private LoadRequest request(
      String words,
      TableName into,
      Label label,
      Source source,
      CsvOptions options,
      @Nullable List<String> fields) {
    Quality quality = quality();
    return new LoadRequest(
            LoadKind.CLI,
            label,
            into,
            source,
            options,
            fields,
            quality.badValues(),
            LoadBounds.within(Duration.ofSeconds(timeoutSeconds))
                .bearing(quality)
                .refusingEmpty(true)
                .holding(loadMemory == null || loadMemory == 0 ? LoadBounds.ANY : loadMemory),
            new Requester(System.getProperty("user.name", "unknown"), "local", words, List.of()))
        .into(stores());
  }

  /** Refuses words that mean nothing, before anything is done. */
  void requireWords() {
    Target unusedTarget = stores();
    Quality unusedQuality = quality();
    InputFormat unusedFormat = format == null ? InputFormat.CSV : InputFormat.of(format);
  }

  /** Where the rows go. */
  Target stores() {
    return Target.of(target == null ? "offline" : target, putIfAbsent);
  }

  private Quality quality() {
    BadValuePolicy policy = strict ? BadValuePolicy.REJECT : csv.preset().quality().badValues();
    Quality said =
        new Quality(
            maxFilterRatio,
            maxErrors == null ? -1 : maxErrors,
            policy,
            keptRejects == null ? -1 : keptRejects);
    return badValues == null ? said : said.with("bad_values", badValues);
  }
}
