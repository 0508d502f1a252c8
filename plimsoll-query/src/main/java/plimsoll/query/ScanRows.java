package plimsoll.query;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.TableName;

/**
 * A table whose rows are given with the query. They are copied into the query's own memory.
 *
 * @param table the name that the query uses
 * @param columns columns in order: STRING, INT, BIGINT or DATETIME
 * @param anyCase names of text columns whose values are equal without regard to case
 * @param rows values in the order of the columns: String, Integer, Long, LocalDateTime or null
 */
public record ScanRows(
    TableName table, List<Column> columns, Set<String> anyCase, List<@Nullable Object[]> rows)
    implements Scan {
  /** Copies all but the rows, which may be many and are not changed by anyone. */
  public ScanRows {
    columns = List.copyOf(columns);
    anyCase = Set.copyOf(anyCase);
  }
}
