package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW [GLOBAL | SESSION] VARIABLES [LIKE pattern]}.
 *
 * @param at where the statement starts
 * @param global the defaults of new sessions rather than this one's
 * @param like pattern with % and _
 */
public record ShowVariables(Position at, boolean global, Optional<String> like)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showVariables(this);
  }
}
