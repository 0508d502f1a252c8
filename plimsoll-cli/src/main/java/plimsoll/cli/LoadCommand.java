package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.cli.terminal.Meter;
import plimsoll.cli.terminal.ProgressLine;
import plimsoll.cli.terminal.Terminal;
import plimsoll.cli.terminal.Units;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.formats.csv.guess.Known;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.Lenience;
import plimsoll.model.LoadKind;
import plimsoll.model.Quality;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Source;

/** {@code plimsoll load}: files or standard input into a table, as one load. */
@Command(
    name = "load",
    description = {
      "Loads CSV or Parquet files or standard input into a table: all of it or nothing, once per label.",
      "  plimsoll load trips.csv --into demo.trips --create",
      "  zcat more.csv.gz | plimsoll load - --into demo.trips --label more-1"
    })
final class LoadCommand extends DirectoryCommand {
  private static final int SHOWN_REJECTS = 3;
  private static final long MOST_SECONDS = 259_200;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Files, directories or patterns, which leave names out that begin with . or _; - is"
              + " standard input. Ending .gz: gzip.")
  List<String> inputs = List.of();

  @Option(
      names = "--into",
      paramLabel = "DB.TABLE",
      description = "Target; default: a table named like the file, in database main.")
  String into = "";

  @Option(
      names = "--format",
      paramLabel = "csv|parquet",
      description = "How files are written; default: by their endings, .parquet or CSV.")
  @Nullable String format;

  @Option(
      names = "--create",
      description = "Create the table if absent, with types that hold every value.")
  boolean create;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "A label loads once in its database; default: a new one.")
  @Nullable String label;

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
      names = "--dry-run",
      description = "Do all but write: counts, all bad rows, size; nothing stays.")
  boolean dryRun;

  @Mixin CsvFlags flags = new CsvFlags();

  LoadCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  boolean makesDirectory() {
    return true;
  }

  @Override
  int run(Client client) {
    checkNumbers();
    TableName target = Names.target(into, inputs.size() == 1 ? inputs.get(0) : "");
    Label name = label == null ? Label.generate("cli-") : Label.given(label);
    Source named = LoadInput.named(inputs, terminal);
    if (format(named) == InputFormat.PARQUET) {
      return loadParquet(client, target, name, LoadInput.parquet(named));
    }
    LoadInput input = LoadInput.open(named, flags.base());
    Known known = create || dryRun ? flags.known() : flags.known().withTypes();
    CsvGuess guess = input.guess(flags, known);
    requireReadable(guess);
    CsvOptions csv = byName(guess);
    return attempt(client, new Job(target, name, guess, csv), input);
  }

  private InputFormat format(Source named) {
    return format != null
        ? InputFormat.of(format)
        : named.files().map(files -> InputFormat.byNames(files.paths())).orElse(InputFormat.CSV);
  }

  private LoadInput reopened() {
    return LoadInput.open(LoadInput.named(inputs, terminal), flags.base());
  }

  /** Nothing is guessed: the files say their columns and types themselves. */
  private int loadParquet(Client client, TableName target, Label name, Source files) {
    if (create) {
      throw ErrorCode.UNSUPPORTED.with(
          "--create from Parquet", " Create the table first, then load.");
    }
    List<String> fields = columns == null ? null : names(columns);
    CsvOptions csv = flags.applyTo(flags.base());
    LoadRequest request = request(target, name, files, csv, fields).of(InputFormat.PARQUET);
    NewColumns none = new NewColumns();
    return dryRun
        ? new DryRunText(target, dryRun(client, request), none).print(terminal, json)
        : report(client, load(client, request), none);
  }

  /** What is loaded how, whichever time it is tried. */
  private record Job(TableName target, Label label, CsvGuess guess, CsvOptions csv) {}

  /**
   * Loads, or tries to. Where types are guesses a value that does not fit its column means that the
   * guess was wrong: all misfits are looked up, their columns made wider, and it begins anew.
   */
  private int attempt(Client client, Job job, LoadInput input) {
    NewColumns columns = newColumns(job.guess());
    if (dryRun) {
      DryRunReport dry =
          isPiped() ? dryRun(client, request(job, input, columns)) : widened(client, job, columns);
      return new DryRunText(job.target(), dry, columns).print(terminal, json);
    }
    if (create) {
      run(client, "CREATE DATABASE IF NOT EXISTS " + Names.quoted(job.target().database()));
    }
    LoadOutcome outcome = load(client, request(job, input, columns));
    while (isMisfit(outcome) && !isPiped()) {
      List<DataType> before = List.copyOf(columns.types());
      widened(client, job, columns);
      if (columns.types().equals(before)) {
        break; // the input changed meanwhile
      }
      outcome = load(client, request(job, reopened(), columns));
    }
    return report(client, outcome, columns);
  }

  /** A table that comes to be has the names that were given, else those of the header. */
  private NewColumns newColumns(CsvGuess guess) {
    List<String> given = columns == null ? guess.names() : names(columns);
    if (create && given.size() != guess.names().size()) {
      throw ErrorCode.BAD_OPTION.with(
          String.format(
              Locale.ROOT,
              "--columns names %d fields, the file has %d.",
              given.size(),
              guess.names().size()));
    }
    return new NewColumns(create ? given : guess.names(), guess.types());
  }

  private static boolean isMisfit(LoadOutcome outcome) {
    PlimsollException failure = outcome.failure();
    return failure != null && failure.code() == ErrorCode.MISFIT;
  }

  /** Dry runs until no value asks for a wider column; the last one's report. */
  private DryRunReport widened(Client client, Job job, NewColumns columns) {
    while (true) {
      LoadInput input = reopened();
      DryRunReport report = dryRun(client, request(job, input, columns));
      if (!columns.widen(report)) {
        return report;
      }
    }
  }

  private boolean isPiped() {
    return inputs.contains(LoadInput.STANDARD_INPUT);
  }

  private DryRunReport dryRun(Client client, LoadRequest request) {
    return watched(request, started -> client.dryRun(request.asDryRun(), started));
  }

  private static void requireReadable(CsvGuess guess) {
    if (guess.encoding().name().startsWith("UTF-16")) {
      throw ErrorCode.NOT_TEXT.with(
          "The input is "
              + guess.encoding()
              + ". Say so: --encoding "
              + guess.encoding().name().toLowerCase(Locale.ROOT));
    }
  }

  private void checkNumbers() {
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

  private static void run(Client client, String statement) {
    client.sql(null, statement).close();
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  /**
   * How fields find their columns: a header that is read stays in charge, so that each file is
   * checked, also where the columns are called otherwise.
   */
  private CsvOptions byName(CsvGuess guess) {
    CsvOptions csv = guess.csv();
    List<String> header = guess.header();
    if (csv.header() != CsvOptions.Header.BY_NAME || header == null) {
      return csv;
    }
    List<String> given = columns == null ? null : names(columns);
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

  private LoadRequest request(Job job, LoadInput input, NewColumns columnsOfTable) {
    CsvOptions csv = job.csv();
    boolean named = csv.header() == CsvOptions.Header.BY_NAME;
    List<String> fields = columns == null || named ? null : names(columns);
    return request(job.target(), job.label(), input.source(), csv, fields)
        .creating(create ? columnsOfTable.table(job.target()) : null);
  }

  private LoadRequest request(
      TableName target, Label name, Source source, CsvOptions csv, @Nullable List<String> fields) {
    Quality quality = quality();
    return new LoadRequest(
        LoadKind.CLI,
        name,
        target,
        source,
        csv,
        fields,
        quality.badValues(),
        LoadBounds.within(Duration.ofSeconds(timeoutSeconds))
            .bearing(quality)
            .refusingEmpty(true)
            .holding(loadMemory == null || loadMemory == 0 ? LoadBounds.ANY : loadMemory),
        new Requester(
            System.getProperty("user.name", "unknown"),
            "local",
            "plimsoll load " + String.join(" ", inputs),
            List.of()));
  }

  private Quality quality() {
    BadValuePolicy policy = strict ? BadValuePolicy.REJECT : flags.preset().quality().badValues();
    Quality said =
        new Quality(
            maxFilterRatio,
            maxErrors == null ? -1 : maxErrors,
            policy,
            keptRejects == null ? -1 : keptRejects);
    return badValues == null ? said : said.with("bad_values", badValues);
  }

  private LoadOutcome load(Client client, LoadRequest request) {
    try {
      return run(client, request);
    } catch (PlimsollException e) {
      return e.code() == ErrorCode.UNKNOWN_OUTCOME
          ? new LostAnswer(this::open, request, e).resolve()
          : LoadOutcome.refused(request, e);
    }
  }

  private LoadOutcome run(Client client, LoadRequest request) {
    return watched(request, started -> client.load(request, started));
  }

  /** With a line of progress, where somebody sees it. */
  private <T> T watched(LoadRequest request, Function<Consumer<Meter>, T> work) {
    if (!terminal.errIsTty() || json) {
      return work.apply(meter -> {});
    }
    ProgressLine[] line = new ProgressLine[1];
    try {
      return work.apply(
          meter ->
              line[0] = ProgressLine.start(terminal.err(), request.target().toString(), meter));
    } finally {
      if (line[0] != null) {
        line[0].close();
      }
    }
  }

  private int report(Client client, LoadOutcome outcome, NewColumns made) {
    PlimsollException failure = outcome.failure();
    if (json) {
      ObjectNode object = object(client, outcome);
      made.addTo(object);
      terminal.out().println(object);
      return failure == null ? ExitCode.OK : ExitCode.of(failure.code().blame());
    }
    made.widened().forEach(each -> terminal.err().println("plimsoll: " + each));
    if (failure == null) {
      terminal.out().println(summary(outcome));
    } else {
      terminal.err().println("plimsoll: " + failure.getMessage());
      details(client, outcome, failure).forEach(line -> terminal.err().println("  " + line));
    }
    return failure == null ? ExitCode.OK : ExitCode.of(failure.code().blame());
  }

  /** What helps to repair a load that failed. */
  private List<String> details(Client client, LoadOutcome outcome, PlimsollException failure) {
    List<String> lines = new ArrayList<>();
    if (failure.code() == ErrorCode.MISFIT && isPiped()) {
      lines.add(
          "Standard input cannot be read again. Load it from a file: --create then finds a type"
              + " that holds every value. Or create the table first.");
    }
    if (outcome.errorLog() != null) {
      lines.addAll(Rejects.first(client, outcome.errorLog(), SHOWN_REJECTS));
      lines.add(rejectsHint(outcome));
    }
    if (outcome.existing() != null) {
      lines.add(
          "The load that has this label is "
              + outcome.existing()
              + ": "
              + command("loads " + outcome.target().database()));
    } else if (failure.code() != ErrorCode.UNKNOWN_OUTCOME) {
      lines.add(
          "Nothing was loaded into "
              + outcome.target()
              + "; label "
              + outcome.label()
              + " is free.");
    }
    return lines;
  }

  private String summary(LoadOutcome outcome) {
    return outcome.target()
        + "  "
        + Units.counted(outcome.loaded(), "row")
        + " loaded, "
        + Units.count(outcome.filtered())
        + " filtered, "
        + Units.bytes(outcome.bytes())
        + " in "
        + Units.time(Duration.ofMillis(outcome.millis()))
        + ", label "
        + outcome.label()
        + (outcome.errorLog() == null ? "" : "\n  " + rejectsHint(outcome))
        + outcome.lenience().lines().stream().map("\n  "::concat).collect(Collectors.joining());
  }

  private String rejectsHint(LoadOutcome outcome) {
    return Units.counted(outcome.filtered(), "bad row")
        + ": "
        + command("rejects " + outcome.target().database() + "." + outcome.label());
  }

  private static void lenience(ObjectNode object, Lenience lenience) {
    ObjectNode columns = object.putObject("nulled");
    lenience.nulled().forEach(columns::put);
    object.put("padded_rows", lenience.padded()).put("cut_rows", lenience.cut());
  }

  private ObjectNode object(Client client, LoadOutcome outcome) {
    PlimsollException failure = outcome.failure();
    ObjectNode object =
        JsonText.object()
            .put("status", failure == null ? "OK" : "FAILED")
            .put("table", outcome.target().toString())
            .put("label", outcome.label())
            .put("loaded", outcome.loaded())
            .put("filtered", outcome.filtered())
            .put("unselected", outcome.unselected())
            .put("bytes", outcome.bytes())
            .put("millis", outcome.millis())
            .put("error_log", outcome.errorLog());
    lenience(object, outcome.lenience());
    if (failure != null) {
      object
          .put("code", failure.code().number())
          .put("error", failure.code().name())
          .put("message", failure.getMessage())
          .put("existing_job_status", outcome.existing());
      if (outcome.errorLog() != null) {
        ArrayNode rejected = object.putArray("first_rejected_rows");
        Rejects.first(client, outcome.errorLog(), SHOWN_REJECTS).forEach(rejected::add);
      }
    }
    return object;
  }
}
