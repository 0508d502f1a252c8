package plimsoll.sql.tree;

/**
 * A query: SELECT, WITH or VALUES.
 *
 * @param at where the statement starts
 * @param text the query as written
 */
public record Query(Position at, SqlText text) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.query(this);
  }
}
