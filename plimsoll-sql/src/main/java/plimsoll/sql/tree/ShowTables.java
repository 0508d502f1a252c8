package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW [FULL] TABLES [FROM database] [LIKE pattern]}.
 *
 * @param at where the statement starts
 * @param full with the kind of each table
 * @param database the session's if empty
 * @param like pattern with % and _
 */
public record ShowTables(Position at, boolean full, Optional<Name> database, Optional<String> like)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showTables(this);
  }
}
