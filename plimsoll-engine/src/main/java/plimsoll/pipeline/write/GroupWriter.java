package plimsoll.pipeline.write;

import java.io.IOException;
import plimsoll.model.Batch;

/**
 * Takes over one row group. Nothing of it is in a file before {@link #finish}; one that is not
 * finished was never there.
 */
public interface GroupWriter {
  /**
   * Looks at the rows of a batch, all of which are good.
   *
   * @return false if the group has to be written row by row after all
   */
  boolean add(Batch batch) throws IOException;

  /** Bytes held in memory, for accounting. */
  long bufferedBytes();

  /**
   * Copies the pages once all rows were added.
   *
   * @param pressure is told as work goes on
   */
  void finish(StoreWriter.Pressure pressure) throws IOException;
}
