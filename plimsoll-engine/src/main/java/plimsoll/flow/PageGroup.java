package plimsoll.flow;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;

/**
 * A row group of a file, some of whose columns lie in their pages as a table keeps them. Who takes
 * it over looks at all its rows by {@link #next} first, and copies the pages after that. It ends
 * with {@link #taken} or {@link #refused}. One thread's.
 */
public interface PageGroup {
  /** How many rows there are; at least one. */
  long rows();

  /** Bytes of its columns in the file, as that says. */
  long packedBytes();

  /**
   * For each column of the table, how its values lie in pages; null where only the batches have
   * them, as something has to be done to them.
   */
  List<@Nullable PageColumn> columns();

  /**
   * Reads and checks the next rows. None of them crosses the end of a page.
   *
   * @return a batch in table order, refilled at each call; empty at the end; null if a row is bad
   *     or a page cannot be copied, so that the group has to be refused
   */
  @Nullable Batch next() throws IOException;

  /** The dictionary of a column, if the pages read so far had one. */
  @Nullable Page dictionary(int column);

  /** The pages with rows of a column, from the first one to that of the last batch. */
  List<Page> pages(int column);

  /**
   * Reads a page's bytes again; valid until the next call.
   *
   * @return an array that begins with them
   * @throws plimsoll.error.PlimsollException BAD_PARQUET if they are not what {@link #next} read
   */
  byte[] bytes(int column, Page page) throws IOException;

  /** Bytes of memory held. */
  long bufferedBytes();

  /** Its rows are in the table's files now; the reader goes on behind them. */
  void taken();

  /** Nothing was kept of it: the reader gives its rows as batches, from the first one. */
  void refused();
}
