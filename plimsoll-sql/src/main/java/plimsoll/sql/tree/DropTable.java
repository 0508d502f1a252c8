package plimsoll.sql.tree;

/**
 * {@code DROP TABLE [IF EXISTS] table [FORCE]}.
 *
 * @param at where the statement starts
 * @param table the table
 * @param ifExists whether a missing one is fine
 * @param force accepted; a drop is always final
 */
public record DropTable(Position at, TableRef table, boolean ifExists, boolean force)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dropTable(this);
  }
}
