package plimsoll.load;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * The columns of an input as a table of its own. All may be NULL, and text has no length: what a
 * query makes of a value is what must fit.
 *
 * @param name of the table
 * @param like columns whose types count for others of their names
 */
record InputColumns(TableName name, Schema like) {
  /** A name that no column has: the field is read over. */
  private static final String NOTHING = "_";

  /** Of an input that names no columns. */
  Table byPosition() {
    return table(like.columns());
  }

  /** Of an input with that header. */
  Table of(List<String> header, CsvOptions csv) {
    List<Column> columns = new ArrayList<>();
    for (String written : header) {
      String column = csv.column(written);
      if (!column.equals(NOTHING) || !csv.columnOf().containsKey(written)) {
        int index = like.indexOf(column);
        DataType type = index < 0 ? Scalar.STRING : like.column(index).type();
        columns.add(Column.of(1, column, type));
      }
    }
    return table(columns);
  }

  /** Of an input that says what it has. */
  Table of(Schema columns) {
    return table(columns.columns());
  }

  private Table table(List<Column> columns) {
    List<Column> own = new ArrayList<>();
    for (Column column : columns) {
      own.add(Column.of(own.size() + 1, column.name(), withoutLength(column.type())));
    }
    return Table.of(UUID.randomUUID(), name, new Schema(own).numbered());
  }

  private static DataType withoutLength(DataType type) {
    if (type.isText()) {
      return Scalar.STRING;
    }
    return type instanceof DataType.Varbinary ? DataType.Varbinary.ANY : type;
  }
}
