package plimsoll.server.scan;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.model.Lenience;

/**
 * Rows that were put into files for a query. Closing removes them.
 *
 * @param directory where the files are
 * @param files their paths
 * @param rows how many
 * @param bytes what the files take
 * @param lenience what was let pass while they were read
 */
public record ScannedRows(
    ScanDirectory directory, List<String> files, long rows, long bytes, Lenience lenience)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScannedRows.class);

  /** Copies the list. */
  public ScannedRows {
    files = List.copyOf(files);
  }

  /** Rows that are as they are: nothing about them could be wrong. */
  public ScannedRows(ScanDirectory directory, List<String> files, long rows, long bytes) {
    this(directory, files, rows, bytes, Lenience.NONE);
  }

  @Override
  public void close() {
    for (String file : files) {
      try {
        directory.delete(file);
      } catch (IOException e) {
        LOG.warn("Removing {} failed; the next start removes it", file, e);
      }
    }
  }
}
