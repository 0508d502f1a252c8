package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * {@code INSERT [[OR] IGNORE] INTO | OVERWRITE table [WITH LABEL label] [(columns) | BY NAME]
 * query}.
 *
 * @param at where the statement starts
 * @param overwrite whether the rows take the place of those that are there
 * @param ignore whether rows that are there are left out
 * @param table where the rows go
 * @param label the load's label; generated if empty
 * @param columns targets of the query's columns; all, in order, if empty
 * @param byName whether the query's columns go to those of their names
 * @param query VALUES or SELECT
 */
public record Insert(
    Position at,
    boolean overwrite,
    boolean ignore,
    TableRef table,
    Optional<String> label,
    List<Name> columns,
    boolean byName,
    SqlText query)
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
