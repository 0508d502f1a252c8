package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType;
import plimsoll.query.QueryResult;
import plimsoll.query.ResultColumn;
import plimsoll.sql.query.OutputColumn;

/** A query's rows, and the tables it holds while they are read. */
final class QueryCursor implements RowCursor {
  private final QueryResult result;
  private final QueryTables tables;

  QueryCursor(QueryResult result, QueryTables tables) {
    this.result = result;
    this.tables = tables;
  }

  /** Columns as the client named them, of the types that were declared. */
  List<ResultColumn> columns(List<OutputColumn> compiled) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < compiled.size(); i++) {
      ResultColumn told = tables.result(compiled.get(i));
      DataType type = result.columns().get(i).typeIf(told.type());
      columns.add(new ResultColumn(told.name(), type, told.nullable(), told.key()));
    }
    return columns;
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    return result.next();
  }

  @Override
  public void cancel(PlimsollException reason) {
    result.cancel(reason);
  }

  @Override
  public void checkStopped() {
    result.checkStopped();
  }

  @Override
  public long scanRows() {
    return tables.rows();
  }

  @Override
  public long scanBytes() {
    return tables.bytes();
  }

  @Override
  public void close() {
    result.close();
    tables.close();
  }
}
