package plimsoll.pipeline.map;

import plimsoll.flow.BatchSource;
import plimsoll.model.Schema;

/** Columns of a table that are computed from the fields of their row. */
public interface ComputedColumns {
  /** What fields go into: the table's columns, and behind them those that are only read here. */
  Schema input();

  /**
   * Rows of the table.
   *
   * @param rows batches of {@link #input}; closed with the result
   */
  BatchSource over(BatchSource rows);
}
