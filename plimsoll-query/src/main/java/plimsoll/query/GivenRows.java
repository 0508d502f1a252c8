package plimsoll.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;

/** Puts the rows of a {@link ScanRows} into a table of the sandbox. */
final class GivenRows {
  private GivenRows() {}

  /** The statement that makes the empty table. */
  static String table(ScanRows scan) {
    return "CREATE TABLE "
        + DuckSql.name(scan.table().database())
        + "."
        + DuckSql.name(scan.table().table())
        + scan.columns().stream()
            .map(column -> column(column, scan.anyCase().contains(column.name())))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String column(Column column, boolean anyCase) {
    String collation = anyCase ? " COLLATE NOCASE" : "";
    return DuckSql.name(column.name()) + " " + DuckTypes.sql(column.type()) + collation;
  }

  /** Fills that table. */
  static void fill(ScanRows scan, Connection connection) throws SQLException {
    try (DuckDBAppender appender =
        connection
            .unwrap(DuckDBConnection.class)
            .createAppender(scan.table().database(), scan.table().table())) {
      for (@Nullable Object[] row : scan.rows()) {
        appender.beginRow();
        for (Object value : row) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof Integer number) {
      appender.append(number.intValue());
    } else if (value instanceof LocalDateTime time) {
      appender.append(time);
    } else {
      appender.append(value.toString());
    }
  }
}
