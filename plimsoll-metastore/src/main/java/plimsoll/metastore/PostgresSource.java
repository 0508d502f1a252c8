package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;
import plimsoll.error.ErrorCode;

/** Connections to one PostgreSQL database. */
final class PostgresSource {
  /*
   * A server that vanishes must not hang a load: connecting and waiting for the lock are bounded. A
   * client that vanishes must not keep the write lock: the server ends transactions that idle.
   */
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 120;
  private static final String OPTIONS =
      "-c lock_timeout=60s -c idle_in_transaction_session_timeout=60s -c statement_timeout=100s"
          + " -c synchronous_commit=on -c client_min_messages=warning";
  private static final long HOLD_LOCK = 0x506c696d486f6c64L; // "PlimHold"

  private static final int HOLD_SECONDS = 3;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private PostgresSource() {}

  static PGSimpleDataSource of(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(address.url());
    } catch (IllegalArgumentException e) {
      throw ErrorCode.METASTORE_FAILED.because(
          e, address.name() + " is no address of the form jdbc:postgresql://host:port/database");
    }
    if (!address.user().isEmpty()) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    source.setApplicationName("plimsoll");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
    source.setOptions(OPTIONS);
    return source;
  }

  /**
   * Takes the database for this process, until the connection is closed.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if another Plimsoll has it
   */
  static Connection hold(PGSimpleDataSource source, String name) throws SQLException {
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
    transaction.run("SET lock_timeout = '" + HOLD_SECONDS + "s'");
    try {
      transaction.run("SELECT pg_advisory_lock(" + HOLD_LOCK + ")");
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
                + HOLD_LOCK,
            row -> row.getString(1))
        .orElse("");
  }
}
