package plimsoll.server.scan;

import java.io.IOException;
import java.util.List;
import plimsoll.error.IoFailures;

/**
 * Rows that were put into files for a query. Closing removes them.
 *
 * @param directory where the files are
 * @param files their paths
 * @param rows how many
 * @param bytes what the files take
 */
public record ScannedRows(ScanDirectory directory, List<String> files, long rows, long bytes)
    implements AutoCloseable {
  /** Copies the list. */
  public ScannedRows {
    files = List.copyOf(files);
  }

  @Override
  public void close() {
    for (String file : files) {
      try {
        directory.delete(file);
      } catch (IOException e) {
        throw IoFailures.explain(e, file);
      }
    }
  }
}
