package plimsoll.sql.tree;

/**
 * {@code DESC table}.
 *
 * @param at where the statement starts
 * @param table the table
 */
public record DescribeTable(Position at, TableRef table) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.describeTable(this);
  }
}
