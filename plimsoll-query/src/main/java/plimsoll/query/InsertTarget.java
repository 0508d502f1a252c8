package plimsoll.query;

import java.util.List;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.Schema;

/**
 * Where the rows of a query go.
 *
 * @param schema the table's columns
 * @param columns for each column of the query, the position of the table's column; no two alike
 * @param badValues what becomes of values that do not convert
 */
public record InsertTarget(Schema schema, List<Integer> columns, BadValuePolicy badValues) {
  public InsertTarget {
    columns = List.copyOf(columns);
  }

  /** How many columns the query has. */
  int width() {
    return columns.size();
  }

  /** The table's column that takes that column of the query. */
  Column column(int field) {
    return schema.column(columns.get(field));
  }
}
