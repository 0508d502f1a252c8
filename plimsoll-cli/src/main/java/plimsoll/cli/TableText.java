package plimsoll.cli;

import java.util.StringJoiner;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.model.TableName;

/** Statements made of a guess. */
final class TableText {
  private TableText() {}

  /** {@code CREATE TABLE IF NOT EXISTS}, over several lines, without semicolon. */
  static String create(TableName table, CsvGuess guess) {
    StringJoiner columns = new StringJoiner(",\n  ", "(\n  ", "\n)");
    for (int i = 0; i < guess.names().size(); i++) {
      columns.add(Names.quoted(guess.names().get(i)) + " " + guess.types().get(i).sql());
    }
    return "CREATE TABLE IF NOT EXISTS "
        + Names.quoted(table.database())
        + "."
        + Names.quoted(table.table())
        + " "
        + columns;
  }
}
