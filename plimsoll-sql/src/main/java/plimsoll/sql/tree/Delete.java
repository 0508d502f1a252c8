package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code DELETE FROM table [WHERE condition]}.
 *
 * @param at where the statement starts
 * @param table whose rows go
 * @param condition those for which it is true; all if empty
 */
public record Delete(Position at, TableRef table, Optional<SqlText> condition)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.delete(this);
  }
}
