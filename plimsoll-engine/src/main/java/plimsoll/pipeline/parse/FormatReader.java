package plimsoll.pipeline.parse;

import plimsoll.flow.Chunk;
import plimsoll.flow.RowRejects;
import plimsoll.model.Batch;
import plimsoll.model.Fault;

/**
 * Parses chunks into batches for one worker.
 *
 * <p>Call {@link #open} once per chunk, then {@link #next} until the batch is empty. Rows that
 * cannot be parsed go to the rejects and are not in the batch; a value that does not convert is
 * treated as the load's {@link plimsoll.model.BadValuePolicy} says.
 */
public interface FormatReader {
  /** Starts a chunk. Its bytes stay as they are until the last batch of it was used. */
  void open(Chunk chunk, RowRejects rejects);

  /**
   * The next rows of the chunk: one vector per column of the table, in table order; columns that
   * the source does not have are left to the map stage.
   *
   * @return the batch, refilled at each call; empty when the chunk is done
   */
  Batch next();

  /**
   * Filters a row of the last batch after all: a later stage found it bad.
   *
   * @param record {@link Batch#origin} of the row
   */
  void reject(int record, Fault fault);

  /** Bytes of memory held, for accounting. */
  long bufferedBytes();

  /** Gives back what only a chunk much larger than others needed. */
  void shrink();

  /** Physical lines that the chunk holds, once its last batch was read. */
  long lines();
}
