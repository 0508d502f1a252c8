package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Units;
import plimsoll.formats.csv.guess.ColumnGuess;
import plimsoll.formats.csv.guess.ColumnGuess.Contradiction;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/** A guess as statements and a command, and for programs. */
final class GuessText {
  private static final List<CsvOption> OTHERS =
      List.of(
          CsvOption.ESCAPE_LETTERS,
          CsvOption.COMMENT,
          CsvOption.QUOTED_NULL,
          CsvOption.BLANK_LINES,
          CsvOption.SHORT_ROWS,
          CsvOption.LONG_ROWS,
          CsvOption.ENCODING,
          CsvOption.COMPRESSION);

  private final String file;
  private final TableName table;
  private final CsvGuess guess;
  private final boolean saysLineEnd;

  /** {@code saysLineEnd}: whether a load must not guess what ends a row, as the user said it. */
  GuessText(String file, TableName table, CsvGuess guess, boolean saysLineEnd) {
    this.file = file;
    this.table = table;
    this.guess = guess;
    this.saysLineEnd = saysLineEnd;
  }

  /** The one that works. */
  private static @Nullable Byte escape(CsvOptions csv) {
    return csv.escape() == null ? quoteEscape(csv) : csv.escape();
  }

  /** Null where it has no effect. */
  private static @Nullable Byte quoteEscape(CsvOptions csv) {
    return csv.escape() == null && csv.enclose() != null ? csv.quoteEscape() : null;
  }

  void print(PrintStream out) {
    Byte quote = guess.csv().enclose();
    Byte escape = escape(guess.csv());
    CsvGuess.Confidence sure = guess.confidence();
    out.println(
        "-- "
            + file
            + ": CSV in "
            + guess.encoding()
            + ", separated by "
            + visible(guess.separator())
            + (quote == null ? ", without quotes" : ", quoted by " + character(quote))
            + (escape == null ? "" : ", escaped by " + character(escape))
            + (guess.header() == null ? ", without header" : ", with header")
            + "; types from "
            + (guess.whole() ? "all " : "its first ")
            + Units.counted(guess.rows(), "row"));
    out.println(
        String.format(
            Locale.ROOT,
            "-- sure of the encoding by %s, of the separator by %s, of the quotes by %s, of the header"
                + " by %s",
            percent(sure.encoding()),
            percent(sure.separator()),
            percent(sure.quotes()),
            percent(sure.header())));
    out.println("CREATE DATABASE IF NOT EXISTS " + Names.quoted(table.database()) + ";");
    out.println(TableText.create(table, guess) + ";");
    out.println("-- " + command());
    if (!guess.whole()) {
      guess.columns().forEach(column -> out.println("-- " + column(column)));
    }
    guess.notes().forEach(note -> out.println("-- " + note));
  }

  private static String column(ColumnGuess column) {
    return "'"
        + column.name()
        + "' is "
        + column.type().sql()
        + " by "
        + percent(column.confidence())
        + ", from "
        + Units.counted(column.values(), "value")
        + (column.dates() == null ? "" : ", written " + column.dates());
  }

  /** Never rounded up to all of it. */
  private static String percent(double share) {
    return share == 1
        ? "100 %"
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000) / 10);
  }

  private String command() {
    CsvOptions csv = guess.csv();
    List<String> words =
        new ArrayList<>(
            List.of("plimsoll", "load", shell(file), "--into", shell(table.toString())));
    words.add("--separator");
    words.add(shell(written(guess.separator())));
    addLineEnd(words);
    Byte quote = csv.enclose();
    if (quote == null) {
      words.add("--quote ''");
    } else if (quote != '"') {
      words.add("--quote " + shell(text(quote.byteValue())));
    }
    Byte escape = escape(csv);
    if (escape != null) {
      String option = csv.escape() == null ? "--quote-escape " : "--escape ";
      words.add(option + shell(text(escape.byteValue())));
    }
    if (csv.skipHeader() > 0) {
      words.add("--skip " + csv.skipHeader());
    }
    if (csv.trim() != CsvOptions.Trim.NONE) {
      words.add("--trim");
    }
    words.add(guess.header() == null ? "--no-header" : "--header");
    if (guess.header() != null && !guess.keepsHeader()) {
      words.add("--columns " + String.join(",", guess.names()));
    }
    addNulls(words);
    addOthers(words);
    return String.join(" ", words);
  }

  private void addLineEnd(List<String> words) {
    String name = guess.lineEnd().orElse("");
    if (name.isEmpty()) {
      words.add("--row-delimiter " + shell(CsvOption.ROW_DELIMITER.show(guess.csv())));
    } else if (saysLineEnd || !name.equals(CsvOption.LINE_END.show(CsvOptions.rfc4180()))) {
      words.add("--line-end " + name);
    }
  }

  /** What the user said beyond the guess; a load needs it too. */
  private void addOthers(List<String> words) {
    if (!guess.encoding().equals(StandardCharsets.UTF_8)) {
      words.add("--encoding " + guess.encoding().name().toLowerCase(Locale.ROOT));
    }
    for (CsvOption option : OTHERS) {
      String value = option.show(guess.csv());
      if (!value.isEmpty() && !value.equals(option.show(CsvOptions.rfc4180()))) {
        words.add("--" + option.word().replace('_', '-') + " " + shell(value));
      }
    }
  }

  /** An option that names one marker replaces the others, the empty field included. */
  private void addNulls(List<String> words) {
    CsvOptions csv = guess.csv();
    csv.nullWords().forEach(word -> words.add("--null-word " + shell(word)));
    for (ColumnGuess column : guess.columns()) {
      column
          .nullWords()
          .forEach(word -> words.add("--null-in " + shell(column.name() + "=" + word)));
    }
    if (!csv.nullMarkers().isEmpty()) {
      if (csv.emptyIsNull()) {
        words.add("--null ''");
      }
      csv.nullMarkers().forEach(word -> words.add("--null " + shell(word)));
    }
  }

  private static String visible(String separator) {
    return separator.equals("\t") ? "tab" : "'" + written(separator) + "'";
  }

  private static String character(byte value) {
    return text(value).equals("'") ? "\"'\"" : "'" + text(value) + "'";
  }

  private static String text(byte value) {
    return Character.toString((char) (value & 0xFF));
  }

  /** As the option takes it. */
  private static String written(String separator) {
    return separator.equals("\u0001") ? "\\x01" : separator.replace("\t", "\\t");
  }

  /** As a shell takes it. */
  private static String shell(String text) {
    return text.matches("[\\w./:,+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  ObjectNode object() {
    CsvOptions csv = guess.csv();
    CsvGuess.Confidence sure = guess.confidence();
    ObjectNode object =
        JsonText.object()
            .put("file", file)
            .put("format", "csv")
            .put("encoding", guess.encoding().name())
            .put("separator", guess.separator())
            .put("quote", text(csv.enclose()))
            .put("escape", text(csv.escape()))
            .put("quote_escape", text(quoteEscape(csv)))
            .put("line_end", guess.lineEnd().orElse(null))
            .put("skip", csv.skipHeader())
            .put("trim", csv.trim() != CsvOptions.Trim.NONE)
            .put("header", guess.header() != null)
            .put("rows", guess.rows())
            .put("whole", guess.whole())
            .put("create", TableText.create(table, guess))
            .put("load", command());
    object
        .putObject("confidence")
        .put("encoding", sure.encoding())
        .put("separator", sure.separator())
        .put("quotes", sure.quotes())
        .put("header", sure.header());
    ArrayNode notes = object.putArray("notes");
    guess.notes().forEach(notes::add);
    ArrayNode columns = object.putArray("columns");
    guess.columns().forEach(column -> columns.add(object(column)));
    return object;
  }

  private static @Nullable String text(@Nullable Byte value) {
    return value == null ? null : text(value.byteValue());
  }

  private static ObjectNode object(ColumnGuess column) {
    ObjectNode object =
        JsonText.object()
            .put("name", column.name())
            .put("type", column.type().sql())
            .put("confidence", column.confidence())
            .put("values", column.values())
            .put("dates", column.dates());
    ArrayNode words = object.putArray("null_words");
    column.nullWords().forEach(words::add);
    Contradiction found = column.contradiction();
    if (found != null) {
      ObjectNode but =
          object
              .putObject("contradicted")
              .put("type", found.nearly().sql())
              .put("count", found.count());
      ArrayNode first = but.putArray("first");
      found
          .first()
          .forEach(cell -> first.addObject().put("line", cell.line()).put("value", cell.text()));
    }
    return object;
  }
}
