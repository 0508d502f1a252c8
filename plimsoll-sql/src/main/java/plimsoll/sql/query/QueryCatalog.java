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

  /** The columns of a table, or empty. */
  Optional<Schema> columns(TableName table);

  /** All databases, for suggestions. */
  List<String> databases();

  /** Tables of a database that is there, for suggestions. */
  List<String> tables(String database);
}
