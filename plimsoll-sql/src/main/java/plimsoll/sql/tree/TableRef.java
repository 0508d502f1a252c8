package plimsoll.sql.tree;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;

/**
 * A table as written: with or without its database.
 *
 * @param at where it stands
 * @param database the part before the dot, if any
 * @param table the table
 */
public record TableRef(Position at, Optional<String> database, String table) {
  /**
   * The full name.
   *
   * @param current the session's database, null if none was chosen; then NO_DATABASE
   */
  public TableName in(@Nullable String current) {
    String chosen = database.orElse(current);
    if (chosen == null) {
      throw ErrorCode.NO_DATABASE.with().at(at.toString());
    }
    return new TableName(chosen, table);
  }

  @Override
  public String toString() {
    return database.map(name -> name + ".").orElse("") + table;
  }
}
