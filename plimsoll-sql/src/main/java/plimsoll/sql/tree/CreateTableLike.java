package plimsoll.sql.tree;

/**
 * {@code CREATE TABLE table LIKE other}: the definition of another table, without its rows.
 *
 * @param at where the statement starts
 * @param table the new table
 * @param ifNotExists whether an existing one is fine
 * @param other whose definition it gets
 */
public record CreateTableLike(Position at, TableRef table, boolean ifNotExists, TableRef other)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.createTableLike(this);
  }
}
