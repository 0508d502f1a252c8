package plimsoll.sql.query;

import java.util.Locale;
import plimsoll.model.TableName;

/**
 * {@code information_schema}: a database of tables whose rows tell what is there. Its name and
 * those of its tables match in any case.
 */
public final class SystemDatabase {
  /** Its name. */
  public static final String NAME = "information_schema";

  /**
   * What it is called in compiled queries, as DuckDB keeps the name for tables of its own. No
   * database can have this name: it holds a blank.
   */
  public static final String COMPILED_NAME = "information schema";

  private SystemDatabase() {}

  /** Whether a database's name is that one, in any case. */
  public static boolean is(String database) {
    return database.equalsIgnoreCase(NAME);
  }

  /** The name of a table as written, in lower case if it is in this database. */
  static TableName canonical(TableName written) {
    return is(written.database())
        ? new TableName(NAME, written.table().toLowerCase(Locale.ROOT))
        : written;
  }
}
