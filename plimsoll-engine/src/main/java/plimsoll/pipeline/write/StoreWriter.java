package plimsoll.pipeline.write;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.PageGroup;
import plimsoll.model.Batch;
import plimsoll.model.Staged;

/** Writes checked rows of one worker as staged files. {@link #close} drops what was not staged. */
public interface StoreWriter extends Closeable {
  /** Adds the rows of a batch; its vectors are in table order and are free after the call. */
  void write(Batch batch) throws IOException;

  /**
   * Takes over a row group whose pages may stay as they are.
   *
   * @return null if it has to be written row by row
   */
  default @Nullable GroupWriter pages(PageGroup group) throws IOException {
    return null;
  }

  /** Bytes held in memory, for accounting. */
  long bufferedBytes();

  /**
   * Writes what it holds to storage before its time, to give memory back; a writer that holds too
   * little for that does nothing. Rows may be added afterwards.
   */
  void flush() throws IOException;

  /**
   * Ends, syncs and returns the files; the writer cannot be used further.
   *
   * @param pressure is told as work goes on, and may call {@link #flush}
   */
  Staged finish(Pressure pressure) throws IOException;

  /** As above, where memory is not bounded. */
  default Staged finish() throws IOException {
    return finish(() -> {});
  }

  /** Somebody who accounts for memory. */
  @FunctionalInterface
  interface Pressure {
    /** The writer may hold more now. */
    void look() throws IOException;
  }
}
