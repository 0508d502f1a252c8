package plimsoll.sql.tree;

/**
 * {@code CHECK TABLE table ONLINE AGAINST OFFLINE}: whether both sides hold the same rows.
 *
 * @param at where the statement starts
 * @param table the table
 */
public record CheckTable(Position at, TableRef table) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.checkTable(this);
  }
}
