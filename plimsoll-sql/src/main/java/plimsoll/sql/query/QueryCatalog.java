package plimsoll.sql.query;

import java.util.List;
import java.util.Optional;
import plimsoll.model.Schema;
import plimsoll.model.TableName;

/**
 * What a query may name. Database and table names are case-sensitive; those of {@link
 * SystemDatabase} are asked for in lower case.
 */
public interface QueryCatalog {
  /** Whether there is such a database. */
  boolean databaseExists(String database);

  /**
   * The columns of a table, or empty: also if it may not be read. Names are tried that the query
   * does not mean, as {@code a.a} for {@code a.b} where {@code a} is the session's database; that
   * none fits is no failure yet.
   */
  Optional<Schema> columns(TableName table);

  /**
   * The query means this table, and {@link #columns} found none: ACCESS_DENIED if it may not be
   * read, whether or not it is there.
   */
  default void requireReadable(TableName table) {}

  /** All databases, for suggestions. */
  List<String> databases();

  /** Tables of a database that is there, for suggestions. */
  List<String> tables(String database);
}
