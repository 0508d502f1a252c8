package plimsoll.query;

import java.util.List;
import plimsoll.model.Schema;
import plimsoll.model.TableName;

/**
 * Columns that are computed from others of the same row, as a load reads them.
 *
 * @param input columns that the batches have which are read; the first are those of the table
 * @param read positions of the input columns that the query reads; none of a nested type
 * @param sql DuckDB SQL: a query over {@link #ROWS} whose columns are those of the target and,
 *     last, {@link #ROW}
 * @param target the columns that are computed
 */
public record Derivation(Schema input, List<Integer> read, String sql, InsertTarget target) {
  /** The table that the query reads: the columns {@code read}, and {@link #ROW}. */
  public static final TableName ROWS = new TableName("input", "rows");

  /** The INT column that tells which row of its batch a row is; the query hands it on. */
  public static final String ROW = "#row";

  public Derivation {
    read = List.copyOf(read);
  }
}
