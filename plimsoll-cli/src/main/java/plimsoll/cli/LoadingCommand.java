package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
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
import plimsoll.load.LoadRequest;
import plimsoll.model.Lenience;

/** What commands that load have in common: how a load is run, and how its end is told. */
abstract class LoadingCommand extends DirectoryCommand {
  private static final int SHOWN_REJECTS = 3;

  @Mixin LoadFlags flags = new LoadFlags();

  LoadingCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  final boolean makesDirectory() {
    return true;
  }

  /** Looks at the start of text and tells how it is written, as far as the flags do not say. */
  final CsvGuess guess(LoadInput input, Known known) {
    CsvGuess guess = input.guess(flags.csv, known);
    requireReadable(guess);
    return guess;
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

  /** Runs a load; one that could not begin, or whose answer was lost, is an outcome too. */
  final LoadOutcome load(Client client, LoadRequest request) {
    return watched(request, started -> load(client, request, started));
  }

  /** As above, without a line of progress; by any thread. */
  final LoadOutcome load(Client client, LoadRequest request, Consumer<Meter> started) {
    try {
      return client.load(request, started);
    } catch (PlimsollException e) {
      return e.code() == ErrorCode.UNKNOWN_OUTCOME
          ? lost(client, request, e)
          : LoadOutcome.refused(request, e);
    }
  }

  private LoadOutcome lost(Client client, LoadRequest request, PlimsollException lost) {
    if (namesServer()) {
      return new LostAnswer(question -> question.apply(client), request, lost).resolve();
    }
    synchronized (this) { // one at a time: the directory may have to be opened
      return new LostAnswer(this::holder, request, lost).resolve();
    }
  }

  /** Asks whoever holds the directory now. */
  private Optional<LoadOutcome> holder(Function<Client, Optional<LoadOutcome>> question) {
    try (Client holder = open()) {
      return question.apply(holder);
    }
  }

  /** With a line of progress, where somebody sees it. */
  private <T> T watched(LoadRequest request, Function<Consumer<Meter>, T> work) {
    ProgressLine[] line = {ProgressLine.none()};
    try {
      return work.apply(meter -> line[0] = progress(request.target().toString(), meter));
    } finally {
      line[0].close();
    }
  }

  /** A line of progress; none where nobody sees it. */
  final ProgressLine progress(String name, Meter meter) {
    return terminal.errIsTty() && !json
        ? ProgressLine.start(terminal.err(), name, meter)
        : ProgressLine.none();
  }

  /** Tells how a load ended; the exit code. */
  final int report(Client client, LoadOutcome outcome, NewColumns made) {
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

  /** What only this command knows of a failure. */
  List<String> hints(PlimsollException failure) {
    return List.of();
  }

  /** Runs a statement that gives no rows. */
  static void run(Client client, String statement) {
    client.sql(null, statement).close();
  }

  final DryRunReport dryRun(Client client, LoadRequest request) {
    return watched(request, started -> client.dryRun(request.asDryRun(), started));
  }

  /** What helps to repair a load that failed. */
  private List<String> details(Client client, LoadOutcome outcome, PlimsollException failure) {
    List<String> lines = new ArrayList<>(hints(failure));
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
    return outcome.target() + "  " + counts(outcome);
  }

  /** Rows, time and label of a load, and what to know of it. */
  final String counts(LoadOutcome outcome) {
    return Units.counted(outcome.loaded(), "row")
        + " loaded, "
        + Units.count(outcome.filtered())
        + " filtered, "
        + (outcome.unselected() == 0 ? "" : Units.count(outcome.unselected()) + " left out, ")
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
    object
        .put("padded_rows", lenience.padded())
        .put("cut_rows", lenience.cut())
        .put("expired_rows", lenience.expired());
  }

  /** How a load ended, for programs. */
  final ObjectNode object(Client client, LoadOutcome outcome) {
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
