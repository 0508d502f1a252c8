package plimsoll.access;

import org.jspecify.annotations.Nullable;
import plimsoll.model.TableName;

/**
 * What a privilege is about: everything, one database with all its tables, or one table. Names, not
 * objects: a grant outlives its table and may be given before there is one, as in MySQL.
 *
 * @param database null for everything
 * @param table null for a whole database
 */
public record Scope(@Nullable String database, @Nullable String table) {
  /** Everything, the server included. */
  public static final Scope GLOBAL = new Scope(null, null);

  /** A database and all its tables. */
  public static Scope of(String database) {
    return new Scope(database, null);
  }

  /** One table. */
  public static Scope of(TableName name) {
    return new Scope(name.database(), name.table());
  }

  /** Whether what is allowed here is allowed there. */
  public boolean covers(Scope other) {
    if (database == null) {
      return true;
    }
    return database.equals(other.database) && (table == null || table.equals(other.table));
  }

  /** As GRANT writes it. */
  @Override
  public String toString() {
    return database == null
        ? "*.*"
        : quoted(database) + "." + (table == null ? "*" : quoted(table));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
