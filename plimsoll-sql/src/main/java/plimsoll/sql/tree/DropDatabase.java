package plimsoll.sql.tree;

/**
 * {@code DROP DATABASE [IF EXISTS] name [FORCE]}.
 *
 * @param at where the statement starts
 * @param name the database
 * @param ifExists whether a missing one is fine
 * @param force whether its tables go too
 */
public record DropDatabase(Position at, Name name, boolean ifExists, boolean force)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dropDatabase(this);
  }
}
