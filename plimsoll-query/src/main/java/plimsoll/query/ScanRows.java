package plimsoll.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.TableName;

/**
 * A table whose rows are given with the query. They are copied into the query's own memory.
 *
 * @param table the name that the query uses
 * @param columns columns in order: STRING, INT, BIGINT or DATETIME
 * @param rows values in the order of the columns: String, Integer, Long, LocalDateTime or null
 */
public record ScanRows(TableName table, List<Column> columns, List<@Nullable Object[]> rows)
    implements Scan {
  /** Copies the columns; the rows may be many and are not changed by anyone. */
  public ScanRows {
    columns = List.copyOf(columns);
  }
}
