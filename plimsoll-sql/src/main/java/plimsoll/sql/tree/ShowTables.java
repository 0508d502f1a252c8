package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW [FULL] TABLES [FROM database] [LIKE pattern | WHERE ...]}.
 *
 * @param at where the statement starts
 * @param full with the kind of each table
 * @param database the session's if empty
 * @param filter which tables
 */
public record ShowTables(Position at, boolean full, Optional<Name> database, RowFilter filter)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showTables(this);
  }
}
