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

  /** For each column of the table, whether the query gives it. */
  public boolean[] present() {
    boolean[] present = new boolean[schema.size()];
    columns.forEach(column -> present[column] = true);
    return present;
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
