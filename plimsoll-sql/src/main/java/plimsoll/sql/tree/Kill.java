package plimsoll.sql.tree;

/**
 * {@code KILL [CONNECTION | QUERY] id}: ends a connection, or only what it is running.
 *
 * @param at where the statement starts
 * @param queryOnly the connection stays
 * @param connection its number
 */
public record Kill(Position at, boolean queryOnly, long connection) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.kill(this);
  }
}
