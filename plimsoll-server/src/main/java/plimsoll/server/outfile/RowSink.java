package plimsoll.server.outfile;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes rows into the file that is being written. Closed without {@link #finish} it is no file. */
interface RowSink extends Closeable {
  /** Adds a row: values as {@link plimsoll.query.QueryResult#next} gives them. */
  void add(@Nullable Object[] row) throws IOException;

  /** Writes what is left and syncs the file. */
  void finish() throws IOException;
}
