package plimsoll.sql.tree;

/**
 * {@code SHOW [GLOBAL | SESSION] VARIABLES [LIKE pattern | WHERE ...]}.
 *
 * @param at where the statement starts
 * @param global the defaults of new sessions rather than this one's
 * @param filter which variables
 */
public record ShowVariables(Position at, boolean global, RowFilter filter) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showVariables(this);
  }
}
