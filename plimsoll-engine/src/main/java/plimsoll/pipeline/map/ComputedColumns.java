package plimsoll.pipeline.map;

import java.time.Instant;
import plimsoll.flow.BatchSource;
import plimsoll.model.Schema;

/** Columns of a table that are computed from the fields of their row. */
public interface ComputedColumns {
  /** What fields go into: the table's columns, and behind them those that are only read here. */
  Schema input();

  /** The time that is now for every expression, and for defaults beside them. */
  Instant start();

  /**
   * Rows of the table.
   *
   * @param rows batches of {@link #input}; closed with the result
   */
  BatchSource over(BatchSource rows);
}
