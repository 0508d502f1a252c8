package plimsoll.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.formats.csv.guess.Known;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadRequest;
import plimsoll.model.DataType;
import plimsoll.model.Label;
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
final class LoadCommand extends LoadingCommand {
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
      names = "--create",
      description = "Create the table if absent, with types that hold every value.")
  boolean create;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "A label loads once in its database; default: a new one.")
  @Nullable String label;

  @Option(
      names = "--dry-run",
      description = "Do all but write: counts, all bad rows, size; nothing stays.")
  boolean dryRun;

  LoadCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) {
    flags.check();
    TableName target = Names.target(into, inputs.size() == 1 ? inputs.get(0) : "");
    Label name = label == null ? Label.generate("cli-") : Label.given(label);
    Source named = LoadInput.named(inputs, terminal);
    if (flags.format(named) == InputFormat.PARQUET) {
      return loadParquet(client, target, name, LoadInput.parquet(named));
    }
    LoadInput input = LoadInput.open(named, flags.csv.base());
    Known known = create || dryRun ? flags.csv.known() : flags.csv.known().withTypes();
    CsvGuess guess = guess(input, known);
    CsvOptions csv = flags.byName(guess, create);
    return attempt(client, new Job(target, name, guess, csv), input);
  }

  private LoadInput reopened() {
    return LoadInput.open(LoadInput.named(inputs, terminal), flags.csv.base());
  }

  /** Nothing is guessed: the files say their columns and types themselves. */
  private int loadParquet(Client client, TableName target, Label name, Source files) {
    if (create) {
      throw ErrorCode.UNSUPPORTED.with(
          "--create from Parquet", " Create the table first, then load.");
    }
    LoadRequest request = flags.parquet(words(), target, name, files);
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
    List<String> fields = flags.fieldNames();
    List<String> given = fields == null ? guess.names() : fields;
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

  private String words() {
    return "plimsoll load " + String.join(" ", inputs);
  }

  @Override
  List<String> hints(PlimsollException failure) {
    return failure.code() == ErrorCode.MISFIT && isPiped()
        ? List.of(
            "Standard input cannot be read again. Load it from a file: --create then finds a type"
                + " that holds every value. Or create the table first.")
        : List.of();
  }

  private LoadRequest request(Job job, LoadInput input, NewColumns columnsOfTable) {
    return flags
        .request(words(), job.target(), job.label(), input.source(), job.csv())
        .creating(create ? columnsOfTable.table(job.target()) : null);
  }
}
