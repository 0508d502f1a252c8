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
 * @param reads what it wants of its tables
 */
public record CompiledQuery(
    String sql,
    List<TableName> tables,
    List<OutputColumn> columns,
    Map<TableName, TableRead> reads) {
  /** Copies the collections. */
  public CompiledQuery {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
    reads = Map.copyOf(reads);
  }
}
