package plimsoll.sql.tree;

/**
 * {@code USE name}: chooses the database of the session.
 *
 * @param at where the statement starts
 * @param database the database
 */
public record Use(Position at, Name database) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.use(this);
  }
}
