package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW TABLE STATUS [FROM database] [LIKE pattern | WHERE ...]}.
 *
 * @param at where the statement starts
 * @param database the session's if empty
 * @param filter which tables
 */
public record ShowTableStatus(Position at, Optional<Name> database, RowFilter filter)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showTableStatus(this);
  }
}
