package plimsoll.flow;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.Fault;

/** The rows of a load as batches, for any number of workers. */
public interface BatchSource extends Closeable {
  /** How the load's record names it: file names, {@code request body}, {@code query}. */
  String describe();

  /** Raw bytes in all, or -1 if not known; for progress. */
  long totalBytes();

  /** Most workers that can share it; 1 if it cannot be shared. */
  int maxWorkers();

  /**
   * Whether every column of the table comes from here or some are left to the map stage.
   *
   * @return for each table column, true when the batches hold it
   */
  boolean[] columnsPresent();

  /**
   * What has to be done before the first worker begins. It may need the memory that workers share,
   * and wait for it: nobody of the load holds any yet.
   *
   * @param rejects takes rows that turn out bad
   */
  default void prepare(RejectLog rejects, Progress progress) {
    // most can be read at once
  }

  /** A reader for one worker. */
  Reader newReader(RejectLog rejects, Progress progress);

  /** As above, for a process that bounds its memory. */
  default Reader newReader(RejectLog rejects, Progress progress, LongRows longRows) {
    return newReader(rejects, progress);
  }

  /** Hex of the content digest once all was read, or empty for rows that never were bytes. */
  String digest();

  /** One worker's view. Closing it ends its part of the work; it does not close the source. */
  interface Reader extends Closeable {
    /**
     * Reads and parses the next rows.
     *
     * @return a batch in table order, refilled at each call; empty at the end
     */
    Batch next() throws IOException;

    /**
     * Offers the next row group as pages, where it has some that may stay as they are; to be asked
     * before each {@link #next}, whose last batch is gone then. Nothing else may be asked of the
     * reader until the group has ended.
     *
     * @return null if the next rows come as batches, or there are none
     */
    default @Nullable PageGroup nextPages() throws IOException {
      return null;
    }

    /** Bytes of memory held for what was read last, for accounting. */
    default long bufferedBytes() {
      return 0;
    }

    /** Filters a row of the last batch after all; {@code record} is its {@link Batch#origin}. */
    void reject(int record, Fault fault);
  }
}
