package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType;

/**
 * The rows of a query, read once from front to back while it runs. One thread reads and closes; any
 * thread may cancel.
 */
public final class QueryResult implements AutoCloseable {
  private final Execution execution;
  private final ResultSet rows;
  private final List<ResultColumn> columns;
  private final Getter[] getters;
  private long read;

  /** Reads one value of the current row. */
  private interface Getter {
    @Nullable Object get(ResultSet rows, int column) throws SQLException;
  }

  QueryResult(Execution execution, ResultSet rows, List<ResultColumn> columns) {
    this.execution = execution;
    this.rows = rows;
    this.columns = columns;
    getters = columns.stream().map(column -> getter(column.type())).toArray(Getter[]::new);
  }

  /** The columns of a result as DuckDB describes them. */
  static List<ResultColumn> columns(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      DataType type = DuckTypes.of(meta.getColumnTypeName(i));
      columns.add(new ResultColumn(meta.getColumnLabel(i), type));
    }
    return columns;
  }

  private static Getter getter(DataType type) {
    if (type == DataType.Scalar.STRING) {
      return ResultSet::getString;
    }
    if (type == DataType.Scalar.DATETIME) {
      return (rows, column) -> rows.getObject(column, LocalDateTime.class);
    }
    if (type == DataType.Scalar.JSON) {
      return ResultSet::getString;
    }
    if (type.isNested()) {
      return (rows, column) -> nested(rows.getObject(column), type);
    }
    if (type instanceof DataType.Varbinary) {
      return ResultSet::getBytes;
    }
    return (rows, column) -> plain(rows.getObject(column));
  }

  private static @Nullable String nested(@Nullable Object value, DataType type)
      throws SQLException {
    return value == null ? null : NestedText.of(value, type);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    return value instanceof BigInteger whole ? new BigDecimal(whole) : value;
  }

  /** The columns, in order. */
  public List<ResultColumn> columns() {
    return List.copyOf(columns);
  }

  /**
   * The next row, or null at the end. Values are Boolean, Integer (up to INT), Long, Float, Double,
   * BigDecimal, String (also of nested values), byte[], LocalDate, LocalDateTime or null, by the
   * column's type.
   *
   * @throws PlimsollException QUERY_FAILED, TIMED_OUT, QUERY_TOO_LARGE, or the reason of the cancel
   */
  public @Nullable Object @Nullable [] next() {
    execution.checkStopped();
    try {
      return rows.next() ? row() : null;
    } catch (SQLException e) {
      throw execution.failure(e);
    }
  }

  private @Nullable Object[] row() throws SQLException {
    @Nullable Object[] row = new @Nullable Object[getters.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = getters[i].get(rows, i + 1);
    }
    read++;
    return row;
  }

  /** Rows given out so far. */
  public long rowsReturned() {
    return read;
  }

  /** Makes {@link #next} fail with that reason, also while it waits. */
  public void cancel(PlimsollException reason) {
    execution.stop(reason);
  }

  /** Throws the reason if it was cancelled or took too long, also when all rows were read. */
  public void checkStopped() {
    execution.checkStopped();
  }

  /** Ends the query and frees what it holds. */
  @Override
  public void close() {
    execution.close();
  }
}
