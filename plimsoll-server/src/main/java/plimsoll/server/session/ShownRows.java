package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.TableName;
import plimsoll.query.Query;
import plimsoll.query.QueryResult;
import plimsoll.query.ResultColumn;
import plimsoll.query.ScanRows;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.RowFilter;
import plimsoll.sql.tree.ShowFilter;
import plimsoll.sql.tree.SqlText;

/**
 * Rows of SHOW statements that meet what LIKE and WHERE say. The simple forms that drivers send at
 * every connect are looked at here, without regard to case; a condition is a query's, over these
 * rows alone.
 */
final class ShownRows {
  private static final TableName SHOWN = new TableName("shown rows", "shown");

  private final SqlServices services;
  private final SessionState session;

  ShownRows(SqlServices services, SessionState session) {
    this.services = services;
    this.session = session;
  }

  /** Those that are to be shown. */
  List<@Nullable Object[]> filtered(
      List<ResultColumn> columns, List<@Nullable Object[]> rows, RowFilter filter) {
    if (filter.condition().isPresent()) {
      return selected(columns, rows, filter.condition().get());
    }
    return filter.oneOf().isEmpty()
        ? rows
        : rows.stream()
            .filter(row -> filter.oneOf().stream().anyMatch(one -> meets(row, columns, one)))
            .toList();
  }

  private static boolean meets(
      @Nullable Object[] row, List<ResultColumn> columns, ShowFilter filter) {
    for (int i = 0; i < row.length; i++) {
      boolean meant =
          filter.column().isEmpty()
              ? i == 0
              : columns.get(i).name().equalsIgnoreCase(filter.column());
      Object value = row[i];
      if (meant) {
        return value != null && Like.matches(filter.pattern(), value.toString());
      }
    }
    throw ErrorCode.UNKNOWN_COLUMN.with(filter.column(), "SHOW", "");
  }

  private List<@Nullable Object[]> selected(
      List<ResultColumn> columns, List<@Nullable Object[]> rows, SqlText condition) {
    List<Column> schema = new ArrayList<>();
    for (ResultColumn column : columns) {
      schema.add(Column.of(schema.size() + 1, column.name(), column.type()));
    }
    String sql =
        new QueryCompiler(
                new OneTable(new Schema(schema)), new SessionAnswers(session, services.globals()))
            .compile(query(condition), SHOWN.database())
            .sql();
    Query query =
        new Query(
            sql,
            List.of(new ScanRows(SHOWN, schema, Set.of(), rows)),
            session.variables().queryTimeout());
    List<@Nullable Object[]> selected = new ArrayList<>();
    try (QueryResult result =
        services.engine().run(query, running -> session.stopBy(running::stop))) {
      for (@Nullable Object[] row = result.next(); row != null; row = result.next()) {
        selected.add(row);
      }
    }
    return selected;
  }

  /** In parentheses, so that no clause can follow the condition. */
  private static SqlText query(SqlText condition) {
    Position at = condition.at();
    String before = "SELECT * FROM `" + SHOWN.table() + "` WHERE (";
    String text = before + "\n" + " ".repeat(at.column() - 1) + condition.text() + "\n)";
    return new SqlText(new Position(at.line() - 1, 1), text, condition.source());
  }

  /** The rows to be shown are all that the condition can name. */
  private record OneTable(Schema schema) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return database.equals(SHOWN.database());
    }

    @Override
    public Optional<Schema> columns(TableName table) {
      return table.equals(SHOWN) ? Optional.of(schema) : Optional.empty();
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public List<String> tables(String database) {
      return List.of();
    }
  }
}
