package plimsoll.model;

import java.util.List;

/**
 * Files that one load wrote for one table: complete and synced, not yet visible. The store that
 * made it knows the rest.
 */
public interface Staged {
  /** The table they are for. */
  Table table();

  /** Rows in all files. */
  long rows();

  /** Bytes of all files. */
  long bytes();

  /** Where the files are, to drop them on abort. */
  List<String> paths();
}
