package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * {@code INSERT INTO table [WITH LABEL label] [(columns)] query}.
 *
 * @param at where the statement starts
 * @param table where the rows go
 * @param label the load's label; generated if empty
 * @param columns targets of the query's columns; all, in order, if empty
 * @param query VALUES or SELECT
 */
public record Insert(
    Position at, TableRef table, Optional<String> label, List<Name> columns, SqlText query)
    implements Statement {
  /** Copies the list. */
  public Insert {
    columns = List.copyOf(columns);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.insert(this);
  }
}
