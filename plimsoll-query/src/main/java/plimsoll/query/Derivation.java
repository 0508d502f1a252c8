package plimsoll.query;

import java.util.List;
import plimsoll.model.Schema;
import plimsoll.model.TableName;
import plimsoll.sql.query.CompiledExpression;

/**
 * Columns that are computed from others of the same row, as a load reads them.
 *
 * @param input columns that the batches have which are read; the first are those of the table
 * @param read positions of the input columns that the expressions read; none of a nested type
 * @param values for each column that is computed, DuckDB SQL over {@link #ROWS}
 * @param target the columns that are computed
 */
public record Derivation(
    Schema input, List<Integer> read, List<String> values, InsertTarget target) {
  /** The table that the expressions read: the columns {@code read}, and {@link #row}. */
  static final TableName ROWS = CompiledExpression.INPUT;

  /** Copies the lists. */
  public Derivation {
    read = List.copyOf(read);
    values = List.copyOf(values);
  }

  /** The INT column that tells which row of its batch a row is; no other is called so. */
  String row() {
    String name = "#row";
    while (input.indexOf(name) >= 0) {
      name += "#";
    }
    return name;
  }
}
