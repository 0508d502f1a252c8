package plimsoll.sql.tree;

/**
 * {@code TRUNCATE TABLE table}: all rows go, in one commit.
 *
 * @param at where the statement starts
 * @param table the table
 */
public record TruncateTable(Position at, TableRef table) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.truncateTable(this);
  }
}
