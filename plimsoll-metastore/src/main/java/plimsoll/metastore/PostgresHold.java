package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;

/**
 * What makes this process the only one that uses a PostgreSQL database: a lock of one session that
 * is kept open. Safe for many threads.
 */
final class PostgresHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresHold.class);
  private static final long LOCK = 0x506c696d486f6c64L; // "PlimHold"
  private static final int WAIT_SECONDS = 3;
  private static final int ANSWER_SECONDS = 5;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final DataSource source;
  private final String name;
  private Connection connection;

  private PostgresHold(DataSource source, String name, Connection connection) {
    this.source = source;
    this.name = name;
    this.connection = connection;
  }

  /**
   * Takes the database for this process.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if another Plimsoll has it
   */
  static PostgresHold take(DataSource source, String name) throws SQLException {
    return new PostgresHold(source, name, open(source, name));
  }

  /** The session that holds it, for whatever else is done before others use the database. */
  synchronized Connection connection() {
    return connection;
  }

  /**
   * Makes sure that the database is still this process's: the session may have been ended, by a
   * restart of the server or by hand. Then the lock is taken again.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if another Plimsoll has it now
   */
  synchronized void require() throws SQLException {
    if (!connection.isValid(ANSWER_SECONDS)) {
      close();
      connection = open(source, name);
      LOG.warn("The session that holds {} was lost; a new one holds it", name);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }

  private static Connection open(DataSource source, String name) throws SQLException {
    Connection connection = source.getConnection();
    try (Transaction transaction = new Transaction(connection)) {
      if (!take(transaction)) {
        throw ErrorCode.METASTORE_FAILED.with(
            name + " is in use by another Plimsoll" + holder(transaction) + ". Stop that first");
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Waits a little: the server may not have noticed yet that the last holder is gone. */
  private static boolean take(Transaction transaction) throws SQLException {
    transaction.run("SET lock_timeout = '" + WAIT_SECONDS + "s'");
    try {
      transaction.run("SELECT pg_advisory_lock(" + LOCK + ")");
      return true;
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      return false;
    } finally {
      transaction.run("RESET lock_timeout");
    }
  }

  private static String holder(Transaction transaction) throws SQLException {
    return transaction
        .first(
            "SELECT ' at ' || coalesce(host(a.client_addr), 'a local socket') || ', since '"
                + " || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI TZ') FROM pg_locks l"
                + " JOIN pg_stat_activity a ON a.pid = l.pid"
                + " WHERE l.locktype = 'advisory' AND l.granted"
                + " AND l.database = (SELECT oid FROM pg_database WHERE datname ="
                + " current_database())"
                + " AND (l.classid::bigint << 32) + l.objid::bigint = "
                + LOCK,
            row -> row.getString(1))
        .orElse("");
  }
}
