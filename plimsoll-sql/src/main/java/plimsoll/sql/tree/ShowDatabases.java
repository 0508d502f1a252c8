package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW DATABASES [LIKE pattern]}.
 *
 * @param at where the statement starts
 * @param like pattern with % and _
 */
public record ShowDatabases(Position at, Optional<String> like) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showDatabases(this);
  }
}
