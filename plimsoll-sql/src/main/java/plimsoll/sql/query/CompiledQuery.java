package plimsoll.sql.query;

import java.util.List;
import java.util.Map;
import plimsoll.model.TableName;

/**
 * A query whose every name and type was checked.
 *
 * @param sql DuckDB SQL, one query; tables are written {@code "database"."table"}, those of {@link
 *     SystemDatabase} with its {@link SystemDatabase#COMPILED_NAME}
 * @param tables the tables it reads, each once, in the order they are named
 * @param columns its result
 * @param systemReads what it wants of the tables of {@link SystemDatabase}
 */
public record CompiledQuery(
    String sql,
    List<TableName> tables,
    List<OutputColumn> columns,
    Map<TableName, SystemRead> systemReads) {
  /** Copies the collections. */
  public CompiledQuery {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
    systemReads = Map.copyOf(systemReads);
  }
}
