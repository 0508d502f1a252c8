package plimsoll.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.terminal.Terminal;
import plimsoll.formats.csv.guess.CsvGuess;

/** {@code plimsoll guess}: what a file looks like, as statements ready to be run or changed. */
@Command(
    name = "guess",
    description = {
      "Shows encoding, dialect, NULL words and types of a CSV file as CREATE TABLE and load command,",
      "how sure it is of each, and the lines that speak against it."
    })
final class GuessCommand implements Callable<Integer> {
  /** How the guess is printed. */
  enum Format {
    text,
    json
  }

  @Parameters(paramLabel = "FILE", description = "A file, or - for standard input.")
  String file = "";

  @Option(names = "--into", paramLabel = "DB.TABLE", description = "Name of the table.")
  String into = "";

  @Mixin CsvFlags flags = new CsvFlags();

  @Option(names = "--json", description = "Print JSON, for programs.")
  boolean json;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How to print it; json is --json.")
  Format format = Format.text;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  private final Terminal terminal;

  GuessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      LoadInput input = LoadInput.open(LoadInput.named(List.of(file), terminal), flags.base());
      CsvGuess guess = input.guess(flags, flags.known());
      GuessText text =
          new GuessText(file, Names.target(into, file), guess, flags.known().lineEnd());
      if (isJson()) {
        terminal.out().println(text.object());
      } else {
        text.print(terminal.out());
      }
      return ExitCode.OK;
    } catch (RuntimeException | Error e) {
      return Failures.report(terminal, isJson(), e);
    }
  }

  private boolean isJson() {
    return json || format == Format.json;
  }
}
