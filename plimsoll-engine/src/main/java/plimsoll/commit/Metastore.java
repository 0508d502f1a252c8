package plimsoll.commit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Accounts;
import plimsoll.job.Jobs;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * Catalog, labels, loads, table pointers and users, in one transactional database. Every call is
 * one transaction: it happened whole and durably when it returns, or not at all when it throws,
 * with the one exception of {@link UnknownOutcomeException}.
 *
 * <p>Other failures are {@code METASTORE_FAILED}, or {@code DISK_FULL}. While an unknown outcome
 * may still turn into either, calls fail rather than answer. Times are kept to the millisecond.
 * Safe for many threads.
 */
public interface Metastore extends AutoCloseable {
  /** Creates a database. DATABASE_EXISTS if there is one. */
  void createDatabase(String name, Map<String, String> properties);

  /**
   * Drops a database, its labels and loads. UNKNOWN_DATABASE if there is none, DATABASE_NOT_EMPTY
   * if it still has tables, also such as another engine made.
   */
  void dropDatabase(String name);

  /** Names in order. */
  List<String> databases();

  /** Whether a database is there. */
  boolean databaseExists(String name);

  /**
   * Adds a table with its first pointer. UNKNOWN_DATABASE; TABLE_EXISTS also if the table of that
   * name is another engine's.
   */
  void createTable(Table table, PointerChange pointer);

  /**
   * Forgets a table and its pointer if it still has that identity. UNKNOWN_TABLE otherwise. If
   * loads went to its online side, a {@code DROP} of that is recorded with it.
   */
  void dropTable(TableName name, UUID id);

  /**
   * Changes a table's definition together with its pointer.
   *
   * @param changed as it shall be: the name and identity that it has
   * @param pointer from where it must be now
   * @throws PointerMovedException if it is not there any more; nothing happened
   * @throws UnknownOutcomeException if it cannot be known whether it happened
   */
  void alterTable(Table changed, PointerChange pointer);

  /**
   * Gives a table the name that {@link Table#renamed} gave it, wherever its pointer is.
   *
   * @param renamed under its new name
   * @throws plimsoll.error.PlimsollException UNKNOWN_TABLE if {@code from} is not that table any
   *     more; TABLE_EXISTS, also if another engine's table has the name
   */
  void renameTable(TableName from, Table renamed);

  /** A table by name, or empty. */
  Optional<Table> table(TableName name);

  /** The same, if it can be told without waiting; empty says nothing about the table. */
  default Optional<Table> remembered(TableName name) {
    return Optional.empty();
  }

  /** Tables of a database in name order, without those of other engines. UNKNOWN_DATABASE. */
  List<Table> tables(String database);

  /** A table by its identity, whatever its name is now, or empty. */
  Optional<Table> table(UUID id);

  /** Current metadata location of a table, or empty; other engines may move it at any time. */
  Optional<String> pointer(TableName name);

  /** The same, of exactly this table: empty also if another one has its name now. */
  Optional<String> pointer(Table table);

  /** Current metadata locations of some tables of ours, at most so many, in any order. */
  List<String> pointers(int most);

  /** Begins a life of the server: a number larger than any before. */
  long openEpoch();

  /**
   * Remembers that files of this epoch may lie in that table's directories. Idempotent. The table
   * need not exist: it may be about to be created, or just dropped.
   */
  void touch(Touched touched);

  /** Epochs before {@code epoch} that touched tables and were not cleaned yet, oldest first. */
  List<Touched> touchedBefore(long epoch);

  /** Forgets a touch after its files were swept. */
  void untouch(Touched touched);

  /**
   * The commit: swaps all pointers, adds all load records and marks their labels, and records what
   * is to happen to the online side, in one transaction. A pointer without an old location creates
   * its table, as {@link #createTable} does and with its errors.
   *
   * <p>Loads are stored as VISIBLE, but for those that a change names: these are COMMITTED until
   * {@link #onlineDone}. Changes are given the next numbers, in the order given; DELETE and
   * TRUNCATE of a table into whose online side nothing was ever loaded are left out.
   *
   * @throws PointerMovedException if a pointer is no longer where the change expects it, or its
   *     table was dropped since, re-created or not; nothing happened. The same for a change of a
   *     table that was dropped
   * @throws LabelTakenException if a load that is not aborted has one of the labels; nothing
   *     happened
   * @throws UnknownOutcomeException if it cannot be known whether it happened
   */
  void commit(List<PointerChange> pointers, List<LoadRecord> loads, List<OnlineChange> online);

  /** As above, where nothing happens to the online side. */
  default void commit(List<PointerChange> pointers, List<LoadRecord> loads) {
    commit(pointers, loads, List.of());
  }

  /** Whether anything was ever loaded into the online side of that table. */
  boolean hasOnlineSide(UUID table);

  /** What was recorded for the online side and is not done yet, by number. */
  List<OnlineChange> onlineChanges();

  /** How far the online side is, of one moment. */
  OnlineProgress onlineProgress();

  /**
   * Forgets changes that are done, and makes their loads VISIBLE; rows that were left out, or
   * deleted, count as unselected. Those that were forgotten before are passed over.
   */
  void onlineDone(List<OnlineDone> done);

  /**
   * Stores the record of an aborted load; its label stays free. Nothing happens if a load of that
   * id is recorded already, or if its database was dropped, which forgets its loads.
   */
  void recordAborted(LoadRecord load);

  /** The load that holds a label (not aborted) or else the last aborted one; empty if none. */
  Optional<LoadRecord> load(String database, Label label);

  /** Loads of a database, or of all if null, latest start first. UNKNOWN_DATABASE. */
  List<LoadRecord> loads(@Nullable String database, int limit);

  /** Some loads, latest start first. */
  default List<LoadRecord> findLoads(LoadFilter filter, int limit) {
    return loads(null, Integer.MAX_VALUE).stream().filter(filter::admits).limit(limit).toList();
  }

  /** Users, roles and grants, kept in the same database. */
  Accounts accounts();

  /** Statements that run without a client. */
  Jobs jobs();

  /**
   * Forgets records of loads that ended before a time, and of each database's loads those that
   * ended before its last {@code perDatabase} ones, together with the labels of ours that they
   * hold. A label that a user gave stays taken: {@link #load} then tells what the label itself
   * tells. Loads of jobs that are not over stay: a job looks for its load before it runs it again.
   *
   * @param most stops after so many
   * @return how many were forgotten; fewer than {@code most} if no more are due
   */
  int forgetLoads(Instant endedBefore, int perDatabase, int most);

  /** Names of all error logs that load records name. */
  Set<String> errorLogs();

  @Override
  void close();

  /**
   * Files of a server epoch may lie in a table's directories.
   *
   * @param epoch server epoch
   * @param table name of the table when it was touched
   * @param tableId identity of the table
   */
  record Touched(long epoch, TableName table, UUID tableId) {}

  /** A compare-and-set of a table pointer was lost. */
  final class PointerMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient TableName table;

    /** For that table. */
    public PointerMovedException(TableName table) {
      super("The pointer of " + table + " was moved by another writer.");
      this.table = table;
    }

    /** Which table. */
    public TableName table() {
      return table;
    }
  }

  /** A label is held by another load. */
  final class LabelTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Label label;

    /** For that label. */
    public LabelTakenException(Label label) {
      super("Label " + label + " is taken.");
      this.label = label;
    }

    /** Which label. */
    public Label label() {
      return label;
    }
  }

  /** The connection was lost while COMMIT was under way. */
  final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what led to it. */
    public UnknownOutcomeException(Throwable cause) {
      super("The outcome of the commit is unknown.", cause);
    }
  }
}
