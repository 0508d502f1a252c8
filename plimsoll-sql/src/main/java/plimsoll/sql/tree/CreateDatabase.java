package plimsoll.sql.tree;

import java.util.List;

/**
 * {@code CREATE DATABASE [IF NOT EXISTS] name [PROPERTIES (...)]}.
 *
 * @param at where the statement starts
 * @param name the new database
 * @param ifNotExists whether an existing one is fine
 * @param properties kept as they are
 */
public record CreateDatabase(Position at, Name name, boolean ifNotExists, List<Option> properties)
    implements Statement {
  /** Copies the list. */
  public CreateDatabase {
    properties = List.copyOf(properties);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.createDatabase(this);
  }
}
