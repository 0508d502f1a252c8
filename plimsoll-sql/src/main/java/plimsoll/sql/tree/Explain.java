package plimsoll.sql.tree;

/**
 * {@code EXPLAIN query}.
 *
 * @param at where the statement starts
 * @param query the query
 */
public record Explain(Position at, SqlText query) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.explain(this);
  }
}
