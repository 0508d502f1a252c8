package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import plimsoll.cli.terminal.Units;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.guess.ColumnTypes;
import plimsoll.load.DryRunReport;
import plimsoll.load.RejectGroup;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.http.NewTableHeader;

/** Columns of a table to be created: as guessed, and wider where values turn up that ask for it. */
final class NewColumns {
  /** A column that is wrong that often is text: each time costs a look at the whole input. */
  private static final int MOST_ROUNDS = 5;

  private final List<String> names;
  private final List<DataType> types;
  private final List<Change> changes = new ArrayList<>();
  private int rounds;

  private record Change(String column, DataType from, DataType to, RejectedRow row, long count) {
    String text() {
      return String.format(
          Locale.ROOT,
          "column '%s' is %s, not %s as guessed: %s of it, first '%s' in line %d of %s",
          column,
          to.sql(),
          from.sql(),
          count == 1 ? "1 value is none" : Units.count(count) + " values are none",
          row.value(),
          row.line(),
          row.source());
    }
  }

  /**
   * One for each field.
   *
   * @param fields names; {@code _} becomes no column
   */
  NewColumns(List<String> fields, List<DataType> guessed) {
    names = fields.stream().filter(NewColumns::isColumn).toList();
    types = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (isColumn(fields.get(i))) {
        types.add(guessed.get(i));
      }
    }
  }

  private static boolean isColumn(String field) {
    return !field.equals("_");
  }

  /** No columns: the table has to be there. */
  NewColumns() {
    names = List.of();
    types = new ArrayList<>();
  }

  List<String> names() {
    return names;
  }

  List<DataType> types() {
    return types;
  }

  /** The table with these columns. */
  Table table(TableName name) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(Column.of(i + 1, names.get(i), types.get(i)));
    }
    return NewTableHeader.table(name, new Schema(columns));
  }

  /** Makes room for the values that did not fit; false if no column changes. */
  boolean widen(DryRunReport report) {
    boolean changed = false;
    rounds++;
    for (RejectGroup group : report.creates() ? report.groups() : List.<RejectGroup>of()) {
      int column = names.indexOf(group.column());
      if (group.error() == ErrorCode.BAD_VALUE
          && column >= 0
          && types.get(column) != Scalar.STRING) {
        widen(column, group);
        changed = true;
      }
    }
    return changed;
  }

  private void widen(int column, RejectGroup group) {
    List<String> values = group.first().stream().map(RejectedRow::value).toList();
    DataType from = types.get(column);
    DataType to =
        rounds > MOST_ROUNDS || values.isEmpty() ? Scalar.STRING : ColumnTypes.wider(from, values);
    types.set(column, to);
    if (!values.isEmpty()) {
      changes.add(new Change(names.get(column), from, to, group.first().get(0), group.count()));
    }
  }

  /** What was changed since the guess, a sentence each. */
  List<String> widened() {
    return changes.stream().map(Change::text).toList();
  }

  /** The same for programs. */
  void addTo(ObjectNode object) {
    if (changes.isEmpty()) {
      return;
    }
    ArrayNode array = object.putArray("widened");
    for (Change change : changes) {
      array
          .addObject()
          .put("column", change.column())
          .put("from", change.from().sql())
          .put("to", change.to().sql())
          .put("misfits", change.count())
          .put("value", change.row().value())
          .put("line", change.row().line());
    }
  }
}
