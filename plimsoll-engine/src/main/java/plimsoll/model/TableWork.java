package plimsoll.model;

import java.util.List;

/**
 * What one load does to one table.
 *
 * @param table the table, as planned
 * @param loadId the load
 * @param label its label
 * @param mode how the files change the table
 * @param staged files to add, from each worker
 */
public record TableWork(Table table, long loadId, Label label, Mode mode, List<Staged> staged) {
  /** How files change a table. */
  public enum Mode {
    /** Files are added. */
    APPEND,
    /**
     * Files are added if the table has no rows when their turn comes; TABLE_NOT_EMPTY otherwise.
     */
    APPEND_IF_EMPTY,
    /** All earlier files go, these come: TRUNCATE, INSERT OVERWRITE. */
    REPLACE,
    /** The table comes to be with these files: CREATE TABLE AS SELECT. */
    CREATE
  }
}
