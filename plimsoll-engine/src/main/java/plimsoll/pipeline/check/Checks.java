package plimsoll.pipeline.check;

import plimsoll.flow.BatchSource;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/**
 * Checks batches against the table, column by column: NOT NULL and text lengths. Rows that fail are
 * filtered. One instance per worker.
 */
public final class Checks {
  private final Schema schema;
  private final int[] keep = new int[Batch.CAPACITY];
  private final boolean[] bad = new boolean[Batch.CAPACITY];

  /** Checks against that schema. */
  public Checks(Schema schema) {
    this.schema = schema;
  }

  /** Filters the bad rows of the batch in place; {@code rows} is where it came from. */
  public void check(Batch batch, BatchSource.Reader rows) {
    int failed = 0;
    for (int i = 0; i < schema.size(); i++) {
      Column column = schema.column(i);
      Vector vector = batch.column(i);
      if (!column.nullable() && vector.hasNulls()) {
        failed += checkNotNull(column, vector, batch, rows);
      }
      int most = column.type().maxBytes();
      if (most != DataType.NO_LIMIT && vector instanceof Vector.Bytes bytes) {
        failed += checkLength(column, most, bytes, batch, rows);
      }
    }
    if (failed > 0) {
      dropBad(batch);
    }
  }

  private int checkNotNull(Column column, Vector vector, Batch batch, BatchSource.Reader rows) {
    int failed = 0;
    for (int row = 0; row < batch.rows(); row++) {
      if (vector.isNull(row) && !bad[row]) {
        bad[row] = true;
        failed++;
        rows.reject(batch.origin(row), Fault.nullValue(column));
      }
    }
    return failed;
  }

  private int checkLength(
      Column column, int most, Vector.Bytes texts, Batch batch, BatchSource.Reader rows) {
    int[] lengths = texts.lengths;
    int longest = 0;
    for (int row = 0; row < batch.rows(); row++) {
      longest = Math.max(longest, lengths[row]); // slots of NULL rows may be stale: looked at below
    }
    return longest <= most ? 0 : rejectLonger(column, most, texts, batch, rows);
  }

  private int rejectLonger(
      Column column, int most, Vector.Bytes texts, Batch batch, BatchSource.Reader rows) {
    int failed = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int length = texts.lengths[row];
      if (length > most && !texts.isNull(row) && !bad[row]) {
        bad[row] = true;
        failed++;
        rows.reject(
            batch.origin(row), Fault.tooLong(column, texts.data(), texts.starts[row], length));
      }
    }
    return failed;
  }

  private void dropBad(Batch batch) {
    int kept = 0;
    for (int row = 0; row < batch.rows(); row++) {
      if (bad[row]) {
        bad[row] = false;
      } else {
        keep[kept++] = row;
      }
    }
    batch.keep(keep, kept);
  }
}
