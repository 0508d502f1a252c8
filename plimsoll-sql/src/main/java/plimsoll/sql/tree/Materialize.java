package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code MATERIALIZE table [FROM time TO time]}: rows of the table's files that are not online go
 * there.
 *
 * @param at where the statement starts
 * @param table the table
 * @param span whose rows; all if empty
 */
public record Materialize(Position at, TableRef table, Optional<Span> span) implements Statement {
  /**
   * Times of the first index.
   *
   * @param from the first
   * @param to behind the last
   */
  public record Span(Literal from, Literal to) {}

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.materialize(this);
  }
}
