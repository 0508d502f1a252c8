package plimsoll.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.pipeline.map.ComputedColumns;
import plimsoll.query.Derivation;
import plimsoll.query.DerivedRows;
import plimsoll.query.InsertTarget;
import plimsoll.query.QueryEngine;

/** The expressions of a LOAD DATA's SET that have to be computed. */
record LoadExpressions(QueryEngine engine, Derivation derivation, Duration timeout, Instant start)
    implements ComputedColumns {
  /**
   * Those of a statement; null if there are none.
   *
   * @param table columns of the table
   * @param timeout of the load
   * @param start of the load
   */
  static @Nullable LoadExpressions of(
      LoadFields fields,
      Schema table,
      BadValuePolicy badValues,
      QueryEngine engine,
      Duration timeout,
      Instant start) {
    List<LoadFields.Computed> computed = fields.computed();
    if (computed.isEmpty()) {
      return null;
    }
    List<Integer> targets = computed.stream().map(LoadFields.Computed::target).toList();
    Schema input = fields.input();
    Derivation derivation =
        new Derivation(
            input,
            read(input, computed),
            computed.stream().map(value -> value.value().sql()).toList(),
            new InsertTarget(table, targets, badValues));
    return new LoadExpressions(engine, derivation, timeout, start);
  }

  private static List<Integer> read(Schema input, List<LoadFields.Computed> computed) {
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      Column column = input.column(i);
      if (computed.stream().anyMatch(value -> value.reads(column.name()))) {
        if (column.type().isNested()) {
          throw ErrorCode.UNSUPPORTED.with(
              "SET from " + column.name() + ", which is " + column.type().sql() + ",", "");
        }
        read.add(i);
      }
    }
    return read;
  }

  @Override
  public Schema input() {
    return derivation.input();
  }

  /** Without a list it is the files' header that says which columns take a field. */
  @Override
  public BatchSource over(BatchSource rows) {
    boolean[] present = rows.columnsPresent();
    for (int column : derivation.read()) {
      if (!present[column]) {
        throw ErrorCode.BAD_QUERY.with(
            "SET reads column '" + input().column(column).name() + "', but no field goes into it.");
      }
    }
    return new DerivedRows(engine, rows, derivation, timeout);
  }
}
