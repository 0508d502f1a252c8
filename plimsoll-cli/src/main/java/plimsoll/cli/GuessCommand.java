package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.terminal.Terminal;
import plimsoll.cli.terminal.Units;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/** {@code plimsoll guess}: what a file looks like, as statements ready to be run or changed. */
@Command(
    name = "guess",
    description = "Shows dialect and types of a CSV file as CREATE TABLE and load command.")
final class GuessCommand implements Callable<Integer> {
  private static final List<CsvOption> OTHERS =
      List.of(
          CsvOption.ROW_DELIMITER,
          CsvOption.LINE_END,
          CsvOption.ENCLOSE,
          CsvOption.ESCAPE,
          CsvOption.ESCAPE_LETTERS,
          CsvOption.COMMENT,
          CsvOption.QUOTED_NULL,
          CsvOption.TRIM_SPACE,
          CsvOption.SKIP_HEADER,
          CsvOption.BLANK_LINES,
          CsvOption.SHORT_ROWS,
          CsvOption.LONG_ROWS,
          CsvOption.ENCODING,
          CsvOption.COMPRESSION,
          CsvOption.CONVERSIONS);

  @Parameters(paramLabel = "FILE", description = "A file, or - for standard input.")
  String file = "";

  @Option(names = "--into", paramLabel = "DB.TABLE", description = "Name of the table.")
  String into = "";

  @Mixin CsvFlags flags = new CsvFlags();

  @Option(names = "--json", description = "Print JSON, for programs.")
  boolean json;

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
      CsvGuess guess = LoadInput.open(List.of(file), flags.base(), terminal).guess(flags);
      TableName table = Names.target(into, file);
      if (json) {
        terminal.out().println(object(guess, table));
      } else {
        print(guess, table);
      }
      return ExitCode.OK;
    } catch (RuntimeException e) {
      return Failures.report(terminal, json, e);
    }
  }

  private void print(CsvGuess guess, TableName table) {
    PrintStream out = terminal.out();
    out.println(
        "-- "
            + file
            + ": CSV, separated by "
            + visible(guess.separator())
            + (guess.header() == null ? ", without header" : ", with header")
            + "; types from its first "
            + Units.counted(guess.rows(), "row"));
    out.println("CREATE DATABASE IF NOT EXISTS " + Names.quoted(table.database()) + ";");
    out.println(TableText.create(table, guess) + ";");
    out.println("-- " + command(guess, table));
    guess.notes().forEach(note -> out.println("-- " + note));
  }

  private String command(CsvGuess guess, TableName table) {
    return "plimsoll load "
        + shell(file)
        + " --into "
        + shell(table.toString())
        + " --separator "
        + shell(guess.separator().replace("\t", "\\t"))
        + (guess.header() == null ? " --no-header" : " --header")
        + (guess.header() == null || guess.keepsHeader()
            ? ""
            : " --columns " + String.join(",", guess.names()))
        + nulls(guess)
        + others(guess.csv());
  }

  /** What the user said beyond that; a load needs it too. */
  private static String others(CsvOptions csv) {
    StringBuilder flags = new StringBuilder();
    for (CsvOption option : OTHERS) {
      String value = option.show(csv);
      boolean saidByAnother = value.isEmpty() && option == CsvOption.LINE_END;
      if (!saidByAnother && !value.equals(option.show(CsvOptions.rfc4180()))) {
        String flag = option.word().replace('_', '-');
        flags.append(" --").append(flag).append(' ').append(shell(value));
      }
    }
    return flags.toString();
  }

  /** An option that names one marker replaces the others, the empty field included. */
  private static String nulls(CsvGuess guess) {
    StringBuilder flags = new StringBuilder();
    guess.csv().nullWords().forEach(word -> flags.append(" --null-word ").append(shell(word)));
    if (!guess.csv().nullMarkers().isEmpty()) {
      flags.append(guess.csv().emptyIsNull() ? " --null ''" : "");
      guess.csv().nullMarkers().forEach(word -> flags.append(" --null ").append(shell(word)));
    }
    return flags.toString();
  }

  private static String visible(String separator) {
    return separator.equals("\t") ? "tab" : "'" + separator + "'";
  }

  /** As a shell takes it. */
  private static String shell(String text) {
    return text.matches("[\\w./:,+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private ObjectNode object(CsvGuess guess, TableName table) {
    ObjectNode object =
        JsonText.object()
            .put("file", file)
            .put("format", "csv")
            .put("separator", guess.separator())
            .put("header", guess.header() != null)
            .put("rows", guess.rows())
            .put("create", TableText.create(table, guess))
            .put("load", command(guess, table));
    ArrayNode nulls = object.putArray("null_words");
    guess.csv().nullWords().forEach(nulls::add);
    ArrayNode notes = object.putArray("notes");
    guess.notes().forEach(notes::add);
    ArrayNode columns = object.putArray("columns");
    for (int i = 0; i < guess.names().size(); i++) {
      columns.addObject().put("name", guess.names().get(i)).put("type", guess.types().get(i).sql());
    }
    return object;
  }
}
