package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore.UnknownOutcomeException;
import plimsoll.error.ErrorCode;

/** Runs pieces of work, each as one transaction. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  /*
   * When COMMIT itself fails, the transaction may have happened all the same (see the dialects). Some
   * later commit settles that: an update of the table "fence". Where it undoes the failed one it is made
   * at once: if it goes through, the failure is a plain one. Else the caller hears "unknown", and until
   * some transaction has committed no read is answered: it might say "not there" of something that comes
   * to light a moment later, or after a crash.
   */
  private static final String FENCE = "UPDATE fence SET turns = turns + 1";

  private final DataSource writers;
  private final DataSource readers;
  private final SqlDialect dialect;
  private final Ownership ownership;
  private volatile boolean unsettled;
  private volatile long epoch; // 0 until this process has one

  Sessions(DataSource writers, DataSource readers, SqlDialect dialect, Ownership ownership) {
    this.ownership = ownership;
    this.writers = writers;
    this.readers = readers;
    this.dialect = dialect;
  }

  /** What to do in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /** What to do in a transaction, without a result. */
  @FunctionalInterface
  interface Task {
    void in(Transaction transaction) throws SQLException;
  }

  /** As {@link #write(Work)}, without a result. */
  void change(Task task) {
    Work<Boolean> work =
        transaction -> {
          task.in(transaction);
          return true;
        };
    write(work);
  }

  /**
   * Runs the work and commits it. Whatever the work throws undoes it.
   *
   * @throws UnknownOutcomeException if the commit failed and may yet come to light
   */
  <T> T write(Work<T> work) {
    T result;
    try {
      Connection connection = writers.getConnection();
      try {
        result = work(connection, work);
        commit(connection);
      } finally {
        giveBack(connection);
      }
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
    return result;
  }

  /**
   * The transaction is decided: a connection that will not close must not look like its failure.
   */
  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("A connection to the metastore did not close", e);
    }
  }

  /** Runs work that only reads, on one state of the database. */
  <T> T read(Work<T> work) {
    settle();
    try (Connection connection = readers.getConnection()) {
      dialect.beginReading(connection);
      try (Transaction transaction = new Transaction(connection)) {
        return work.in(transaction);
      } finally {
        dialect.rollback(connection);
      }
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }

  private <T> T work(Connection connection, Work<T> work) throws SQLException {
    dialect.beginWriting(connection);
    try (Transaction transaction = new Transaction(connection)) {
      requireNewest(transaction);
      return work.in(transaction);
    } catch (Throwable e) { // whatever it is, the connection must not go back in a transaction
      undo(connection, e);
      throw e;
    }
  }

  /** Whether this process (still) is the one that uses the database. */
  @FunctionalInterface
  interface Ownership {
    /**
     * Makes sure of it.
     *
     * @throws plimsoll.error.PlimsollException METASTORE_FAILED if another process has it now
     */
    void require() throws SQLException;
  }

  /** From now on nothing is written once a later life of the server has begun elsewhere. */
  void writeOnlyIn(long newEpoch) {
    epoch = newEpoch;
  }

  private void requireNewest(Transaction transaction) throws SQLException {
    long mine = epoch;
    if (mine == 0) {
      ownership.require(); // no epoch tells yet whether another process has come
    } else if (new EpochRows(transaction).newest() > mine) {
      throw ErrorCode.METASTORE_FAILED.with(
          dialect.databaseName() + " was taken over by another Plimsoll; this one must be stopped");
    }
  }

  private void commit(Connection connection) throws SQLException {
    try {
      dialect.commit(connection);
      unsettled = false;
    } catch (SQLException e) {
      undo(connection, e);
      switch (dialect.failedCommit(e)) {
        case UNDONE -> throw e;
        case UNDONE_BY_NEXT -> {
          if (fence(connection, e)) {
            throw e;
          }
        }
        case SHOWN_BY_NEXT -> unsettled = true;
      }
      throw new UnknownOutcomeException(e);
    }
  }

  private boolean fence(Connection connection, SQLException failure) {
    unsettled = true;
    try {
      fence(connection);
      return true;
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  private void fence(Connection connection) throws SQLException {
    work(connection, transaction -> transaction.update(FENCE));
    try {
      dialect.commit(connection);
      unsettled = false;
    } catch (SQLException e) {
      undo(connection, e);
      throw e;
    }
  }

  private void settle() {
    if (!unsettled) {
      return;
    }
    try (Connection connection = writers.getConnection()) {
      fence(connection);
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }

  private void undo(Connection connection, Throwable cause) {
    try {
      dialect.rollback(connection);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
