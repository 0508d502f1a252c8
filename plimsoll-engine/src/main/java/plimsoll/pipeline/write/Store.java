package plimsoll.pipeline.write;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import plimsoll.model.PointerChange;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableFacts;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;

/**
 * Holds tables as files and metadata that a pointer names. Nothing here makes anything visible: the
 * metastore does, by swapping pointers in one SQL transaction.
 */
public interface Store {
  /**
   * Writes the first metadata of a new, empty table and syncs it.
   *
   * @return the pointer to set, with no old location
   */
  PointerChange create(Table table) throws IOException;

  /**
   * A writer for one worker of one load.
   *
   * @param fileTag begins every file name: {@code <epoch>-<load id>-<worker>}
   */
  StoreWriter writer(Table table, long loadId, String fileTag) throws IOException;

  /**
   * A writer that keeps nothing, for one worker of a dry run. What it stages names no files; its
   * bytes are about those that {@link #writer} would have written.
   *
   * @param table need not exist
   */
  StoreWriter estimator(Table table) throws IOException;

  /**
   * Builds and syncs the metadata of one table with the work of several loads as one snapshot, in
   * the order given. Data files must be synced already; their directories are synced here.
   *
   * @param location the table's current pointer, as the metastore has it now
   * @return the pointer to swap
   * @throws plimsoll.error.PlimsollException FOREIGN_CHANGE if the table no longer fits the work;
   *     TABLE_NOT_EMPTY if rows are there, or come earlier in {@code work}, where none may be
   */
  PointerChange prepare(Table table, String location, List<TableWork> work) throws IOException;

  /** What is known of a table beside its definition. */
  TableFacts facts(String location) throws IOException;

  /**
   * Builds and syncs the metadata of a table whose definition changes; its files stay.
   *
   * @param before as the metastore has it now
   * @param after as it shall be: the same identity, name and partitioning
   * @param location its current pointer
   * @return the pointer to swap
   * @throws plimsoll.error.PlimsollException FOREIGN_CHANGE if its columns are not those of {@code
   *     before}
   */
  PointerChange alter(Table before, Table after, String location) throws IOException;

  /**
   * Removes metadata that {@link #prepare}, {@link #alter} or {@link #create} wrote for a commit
   * that was lost.
   */
  void discard(PointerChange change) throws IOException;

  /** Removes staged files of a load that will not be committed. */
  void discard(Staged staged) throws IOException;

  /** Housekeeping once a swap is durable: what the new metadata no longer needs. */
  void committed(PointerChange change) throws IOException;

  /**
   * Removes all files of a table that was dropped, or never came to be.
   *
   * @param name its {@link Table#home}
   */
  void drop(TableName name, UUID id) throws IOException;

  /**
   * Removes files of dead server epochs that no metadata refers to.
   *
   * @param location the table's current pointer
   * @param deadBefore files whose name starts with a smaller epoch are candidates
   * @return paths removed
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_MOVED if the table's files lie in a
   *     directory that is not this store's: what they belong to is not known
   */
  List<String> sweep(Table table, String location, long deadBefore) throws IOException;

  /** Removes what writers of dead server epochs put aside, of whatever table. */
  default void sweepScratch(long deadBefore) throws IOException {}

  /**
   * Makes all removals so far durable: without it a crash may bring removed files back. Called
   * before the note is dropped that a table may hold files nobody names.
   *
   * @throws IOException if a removal failed, now or earlier, so that such files may still be there
   */
  void settle() throws IOException;
}
