package plimsoll.cli;

import java.util.List;
import java.util.StringJoiner;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.model.DataType;
import plimsoll.model.TableName;

/** Statements made of a guess. */
final class TableText {
  private TableText() {}

  /** {@code CREATE TABLE IF NOT EXISTS}, over several lines, without semicolon. */
  static String create(TableName table, CsvGuess guess) {
    return create(table, guess.names(), guess.types());
  }

  /** As above, of columns. */
  static String create(TableName table, List<String> names, List<DataType> types) {
    StringJoiner columns = new StringJoiner(",\n  ", "(\n  ", "\n)");
    for (int i = 0; i < names.size(); i++) {
      columns.add(Names.quoted(names.get(i)) + " " + types.get(i).sql());
    }
    return "CREATE TABLE IF NOT EXISTS "
        + Names.quoted(table.database())
        + "."
        + Names.quoted(table.table())
        + " "
        + columns;
  }
}
