package plimsoll.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one load does to one table.
 *
 * @param table the table, as planned
 * @param loadId the load
 * @param label its label
 * @param mode how the files change the table
 * @param staged files to add, from each worker
 * @param rewrite the files that go, for REWRITE; null otherwise
 * @param links what becomes of the table's soft links, for work that is about them; null otherwise
 */
public record TableWork(
    Table table,
    long loadId,
    Label label,
    Mode mode,
    List<Staged> staged,
    @Nullable Rewrite rewrite,
    @Nullable LinkChange links) {
  /** Work of any mode but REWRITE. */
  public TableWork(Table table, long loadId, Label label, Mode mode, List<Staged> staged) {
    this(table, loadId, label, mode, staged, null, null);
  }

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
    CREATE,
    /** Some files go, and these come instead; COMMIT_CONFLICT if one of them is gone: DELETE. */
    REWRITE
  }
}
