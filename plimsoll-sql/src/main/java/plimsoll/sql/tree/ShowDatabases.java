package plimsoll.sql.tree;

/**
 * {@code SHOW DATABASES [LIKE pattern | WHERE ...]}.
 *
 * @param at where the statement starts
 * @param filter which databases
 */
public record ShowDatabases(Position at, RowFilter filter) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showDatabases(this);
  }
}
