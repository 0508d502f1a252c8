package plimsoll.sql.tree;

/**
 * {@code SHOW CREATE TABLE table}.
 *
 * @param at where the statement starts
 * @param table the table
 */
public record ShowCreateTable(Position at, TableRef table) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showCreateTable(this);
  }
}
