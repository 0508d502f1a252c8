package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore.UnknownOutcomeException;

/** Runs pieces of work, each as one transaction. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  /*
   * When COMMIT itself fails, the transaction is rolled back, but it may have reached the disk (see
   * SqliteDialect). Where a later commit settles that, one is made at once: an update of the table
   * "fence". If it goes through, the failure is a plain one: nothing happened, now or after a crash. If
   * not, the caller hears "unknown", and until some transaction has committed no read is answered: it
   * might say "not there" of something that a crash would bring back.
   */
  private static final String FENCE = "UPDATE fence SET turns = turns + 1";

  private final DataSource writers;
  private final DataSource readers;
  private final SqlDialect dialect;
  private volatile boolean unsettled;

  Sessions(DataSource writers, DataSource readers, SqlDialect dialect) {
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
      return work.in(transaction);
    } catch (Throwable e) { // whatever it is, the connection must not go back in a transaction
      undo(connection, e);
      throw e;
    }
  }

  private void commit(Connection connection) throws SQLException {
    try {
      dialect.commit(connection);
      unsettled = false;
    } catch (SQLException e) {
      undo(connection, e);
      if (!dialect.laterCommitSettles() || !fence(connection, e)) {
        throw new UnknownOutcomeException(e);
      }
      throw e;
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
