package plimsoll.sql.tree;

import java.util.List;

/**
 * {@code SHOW [GLOBAL | SESSION] VARIABLES [LIKE pattern | WHERE ...]}.
 *
 * @param at where the statement starts
 * @param global the defaults of new sessions rather than this one's
 * @param filters variables that meet one of them are shown; all if there is none
 */
public record ShowVariables(Position at, boolean global, List<ShowFilter> filters)
    implements Statement {
  /** Copies the list. */
  public ShowVariables {
    filters = List.copyOf(filters);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showVariables(this);
  }
}
