package plimsoll.sql.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.model.TableName;

/**
 * An expression of the columns of one row: what SET of LOAD DATA gives a column.
 *
 * @param sql DuckDB SQL over {@link #INPUT}, not yet of the target's type
 * @param column the column that it is and nothing else; null for all else
 * @param names all names in it, in upper case, those of columns among them
 */
public record CompiledExpression(String sql, @Nullable String column, Set<String> names) {
  /** The table whose columns expressions name; no user's table can be called so. */
  public static final TableName INPUT = new TableName("input", "#rows");

  /** Copies the names. */
  public CompiledExpression {
    names = Set.copyOf(names);
  }
}
