package plimsoll.sql.query;

import java.util.List;
import plimsoll.model.TableName;

/**
 * A query whose every name and type was checked.
 *
 * @param sql DuckDB SQL, one query; tables are written {@code "database"."table"}
 * @param tables the tables it reads, each once, in the order they are named
 * @param columns its result
 */
public record CompiledQuery(String sql, List<TableName> tables, List<OutputColumn> columns) {
  /** Copies the lists. */
  public CompiledQuery {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }
}
