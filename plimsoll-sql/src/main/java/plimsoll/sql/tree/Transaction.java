package plimsoll.sql.tree;

/**
 * {@code BEGIN}, {@code COMMIT} or {@code ROLLBACK}.
 *
 * @param at where the statement starts
 * @param kind which of them
 */
public record Transaction(Position at, Kind kind) implements Statement {
  /** What is asked for. */
  public enum Kind {
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.transaction(this);
  }
}
