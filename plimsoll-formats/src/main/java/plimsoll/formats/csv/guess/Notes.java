package plimsoll.formats.csv.guess;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import plimsoll.formats.csv.CsvSample.Row;
import plimsoll.formats.csv.guess.ColumnGuess.Contradiction;

/** What in the sample speaks against the guess, and what should be known of it. */
final class Notes {
  private static final int MOST_SHOWN = 5;

  private Notes() {}

  static List<String> of(
      List<ColumnGuess> columns,
      List<String> more,
      List<Row> rows,
      DialectGuess dialect,
      TextEncoding encoding) {
    List<String> notes = new ArrayList<>();
    addEncoding(notes, encoding);
    addLineEnds(notes, dialect);
    addDoubled(notes, dialect);
    if (dialect.csv().skipHeader() > 0) {
      notes.add("The first " + dialect.csv().skipHeader() + " rows are no rows of the table.");
    }
    columns.forEach(column -> addWords(notes, column));
    columns.forEach(column -> addMisfits(notes, column));
    notes.addAll(more);
    addOddRows(notes, rows, columns.size());
    return notes;
  }

  private static void addEncoding(List<String> notes, TextEncoding encoding) {
    if (encoding.charset().equals(StandardCharsets.UTF_8)) {
      if (encoding.confidence() < 1) {
        notes.add("Some bytes are not UTF-8; a load rejects their rows.");
      }
      return;
    }
    notes.add(
        encoding.confidence() == 1
            ? "The text is " + encoding.charset() + "."
            : "The text is not UTF-8, perhaps "
                + encoding.charset()
                + (encoding.other() == null ? "" : " or " + encoding.other())
                + ".");
  }

  private static void addDoubled(List<String> notes, DialectGuess dialect) {
    byte[] separator = dialect.csv().separator();
    if (separator.length == 2 && separator[0] == separator[1]) {
      String one = new String(separator, 0, 1, StandardCharsets.ISO_8859_1);
      notes.add(
          "Nothing stands between two '"
              + one
              + "', so both are the separator. If a column is empty instead: --separator '"
              + one
              + "'.");
    }
  }

  private static void addLineEnds(List<String> notes, DialectGuess dialect) {
    if (dialect.foundCr()) {
      notes.add("CR alone ends rows, as LF and CR LF do.");
    }
  }

  private static void addWords(List<String> notes, ColumnGuess column) {
    if (!column.nullWords().isEmpty()) {
      notes.add(
          "'"
              + String.join("', '", column.nullWords())
              + "' means NULL in column '"
              + column.name()
              + "'.");
    }
  }

  /** The odd values may be errors. */
  private static void addMisfits(List<String> notes, ColumnGuess column) {
    Contradiction found = column.contradiction();
    if (found != null) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Column '%s' would be %s but for %d of %d values: %s.",
              column.name(),
              found.nearly().sql(),
              found.count(),
              column.values(),
              found.first().stream()
                      .map(cell -> "'" + cell.text() + "' (line " + cell.line() + ")")
                      .collect(Collectors.joining(", "))
                  + (found.count() > found.first().size() ? ", ..." : "")));
    }
  }

  private static void addOddRows(List<String> notes, List<Row> rows, int width) {
    List<Row> odd = rows.stream().filter(row -> row.fields().size() != width).toList();
    if (!odd.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d rows do not have %d fields; a load rejects them: line %s.",
              odd.size(),
              rows.size(),
              width,
              odd.stream()
                      .limit(MOST_SHOWN)
                      .map(row -> Long.toString(row.line()))
                      .collect(Collectors.joining(", "))
                  + (odd.size() > MOST_SHOWN ? ", ..." : "")));
    }
  }
}
