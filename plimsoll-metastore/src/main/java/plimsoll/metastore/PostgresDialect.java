package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** PostgreSQL: writers take turns by an advisory lock, readers see one state throughout. */
final class PostgresDialect implements SqlDialect {
  /*
   * Writers could run side by side here, with row locks and retries. They take turns instead, as SQLite
   * makes them: one commit holds a whole group of loads, so turns cost little, no statement needs a
   * retry, and the lock answers the hardest question there is. When a connection is lost in COMMIT, the
   * server may still be at it. Whoever then gets the lock knows that it has finished, one way or the
   * other, and may look. Hence FailedCommit.SHOWN_BY_NEXT.
   */
  private static final long WRITE_LOCK = 0x506c696d736f6c6cL; // "Plimsoll"

  /** Constraints, wrong state of the transaction, conflicts with others: found before COMMIT. */
  private static final List<String> UNDONE = List.of("23", "25", "40");

  private static final String UNKNOWN = "40003"; // "statement completion unknown"

  private final String databaseName;

  /**
   * The dialect of one database.
   *
   * @param databaseName for messages; holds no password
   */
  PostgresDialect(String databaseName) {
    this.databaseName = databaseName;
  }

  @Override
  public String databaseName() {
    return databaseName;
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "SELECT pg_advisory_xact_lock(" + WRITE_LOCK + ")");
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** A connection that is gone has rolled back, or will when the server notices. */
  @Override
  public void rollback(Connection connection) throws SQLException {
    if (!connection.isClosed() && !connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public FailedCommit failedCommit(SQLException failure) {
    // Only an error that the server raises before it writes the commit record undid the transaction
    // for sure. One about its disk, memory or own end may come after it (a panic tells its cause
    // and
    // recovers the record), and so may what no list of codes foresees.
    String state = state(failure);
    boolean undone = UNDONE.stream().anyMatch(state::startsWith) && !state.equals(UNKNOWN);
    return undone ? FailedCommit.UNDONE : FailedCommit.SHOWN_BY_NEXT;
  }

  @Override
  public PlimsollException explain(SQLException failure) {
    if (state(failure).equals("53100")) {
      return ErrorCode.DISK_FULL.because(failure, databaseName);
    }
    return ErrorCode.METASTORE_FAILED.because(failure, reason(state(failure), failure));
  }

  private String reason(String state, SQLException failure) {
    String message = firstLine(failure);
    String advice =
        switch (state.length() < 2 ? "" : state.substring(0, 2)) {
          case "08", "57" -> ". It must be running and reachable; Plimsoll goes on when it is back";
          case "28" -> ". Check metastore_user and metastore_password_file";
          case "3D" -> ". Create it first: CREATE DATABASE";
          case "53" -> ". The server has run out of connections or memory";
          case "25" -> ". It must be the primary server, not a standby";
          default -> state.equals("42501") ? ". The user must own the schema" : "";
        };
    return databaseName + ": " + message + advice;
  }

  /** What the driver said, not the pool; without the server's details, which may hold values. */
  private static String firstLine(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException said) {
        message = String.valueOf(said.getMessage());
      }
    }
    return message.lines().findFirst().orElse("").replaceAll("\\.$", "");
  }

  /** The five letters of the first cause that has them. */
  private static String state(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException found && found.getSQLState() != null) {
        return found.getSQLState().toUpperCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
