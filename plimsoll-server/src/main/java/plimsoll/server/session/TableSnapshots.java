package plimsoll.server.session;

import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.query.ScanFiles;

/** Opens tables for reading. */
@FunctionalInterface
public interface TableSnapshots {
  /**
   * The table as it is now: its files stay until the snapshot is closed.
   *
   * @throws plimsoll.error.PlimsollException REFUSED if another engine wrote something into it that
   *     cannot be read here
   */
  Snapshot open(Table table);

  /** A table at one moment. */
  interface Snapshot extends AutoCloseable {
    /** Columns and files. */
    ScanFiles scan();

    /** Files of others whose rows it shows too. */
    SoftLinks links();

    /** Rows in the files. */
    long rows();

    /** Rows in one of the files. */
    long rows(String path);

    /** Bytes of the files. */
    long bytes();

    @Override
    void close();
  }
}
