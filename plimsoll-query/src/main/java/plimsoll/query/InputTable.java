package plimsoll.query;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** The table of the sandbox that holds the rows of the batch at hand. */
final class InputTable {
  private final Execution execution;
  private final List<Integer> read;
  private final List<DataType> types;

  InputTable(Execution execution, Derivation derivation) {
    this.execution = execution;
    this.read = derivation.read();
    this.types = read.stream().map(column -> derivation.input().column(column).type()).toList();
  }

  /** Makes it hold the rows {@code from} to {@code to} of a batch. */
  void fill(Batch batch, int from, int to) throws SQLException {
    try (Statement statement = execution.connection().createStatement()) {
      statement.execute("TRUNCATE " + DuckSql.name(Derivation.ROWS));
    }
    try (DuckDBAppender appender =
        execution
            .connection()
            .createAppender(Derivation.ROWS.database(), Derivation.ROWS.table())) {
      for (int row = from; row < to; row++) {
        appender.beginRow();
        for (int i = 0; i < types.size(); i++) {
          append(appender, batch.column(read.get(i)), types.get(i), row);
        }
        appender.append(row);
        appender.endRow();
      }
      appender.flush(); // closing does not say what failed
    }
  }

  private static void append(DuckDBAppender to, Vector vector, DataType type, int row)
      throws SQLException {
    if (vector.isNull(row)) {
      to.appendNull();
    } else if (vector instanceof Vector.Booleans booleans) {
      to.append(booleans.values[row] != 0);
    } else if (vector instanceof Vector.Ints ints) {
      append(to, type, ints.values[row]);
    } else if (vector instanceof Vector.Longs longs) {
      append(to, type, longs.values[row]);
    } else if (vector instanceof Vector.Int128s) {
      to.append((BigDecimal) VectorValues.value(type, vector, row));
    } else if (vector instanceof Vector.Floats floats) {
      to.append(floats.values[row]);
    } else if (vector instanceof Vector.Doubles doubles) {
      to.append(doubles.values[row]);
    } else {
      append(to, type, (Vector.Bytes) vector, row);
    }
  }

  private static void append(DuckDBAppender to, DataType type, int value) throws SQLException {
    if (type == Scalar.DATE) {
      to.appendEpochDays(value);
    } else if (type == Scalar.TINYINT) {
      to.append((byte) value);
    } else if (type == Scalar.SMALLINT) {
      to.append((short) value);
    } else {
      to.append(value);
    }
  }

  private static void append(DuckDBAppender to, DataType type, long value) throws SQLException {
    if (type == Scalar.DATETIME) {
      to.appendEpochMicros(value);
    } else if (type instanceof DataType.Decimal decimal) {
      to.append(BigDecimal.valueOf(value, decimal.scale()));
    } else {
      to.append(value);
    }
  }

  private static void append(DuckDBAppender to, DataType type, Vector.Bytes texts, int row)
      throws SQLException {
    int start = texts.starts[row];
    int end = start + texts.lengths[row];
    if (type instanceof DataType.Varbinary) {
      to.append(Arrays.copyOfRange(texts.data(), start, end));
    } else {
      to.append(new String(texts.data(), start, end - start, StandardCharsets.UTF_8));
    }
  }
}
