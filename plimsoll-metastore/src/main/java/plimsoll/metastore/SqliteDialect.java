package plimsoll.metastore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** SQLite: one writer at a time, readers beside it (write-ahead log). */
final class SqliteDialect implements SqlDialect {
  /*
   * Transactions are begun and ended by SQL, with JDBC's auto-commit left on. The driver's commit() runs
   * "commit; begin immediate": an idle connection would keep the write lock and shut foreign engines out,
   * and a begin that fails would be reported as a commit that failed.
   *
   * A COMMIT that fails (disk error, disk full) may have written its frames to the log already. Inside
   * this process they are never read, but a crash would make the next start recover them, if they are
   * whole. The next transaction that commits writes over them. Hence UNDONE_BY_NEXT.
   */
  private static final int PRIMARY_CODE = 0xff;

  private final Path file;

  SqliteDialect(Path file) {
    this.file = file;
  }

  @Override
  public String databaseName() {
    return file.toString();
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    run(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    run(connection, "BEGIN");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    run(connection, "COMMIT");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    try {
      run(connection, "ROLLBACK");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
      // After a disk error SQLite rolls back by itself.
    }
  }

  @Override
  public FailedCommit failedCommit(SQLException failure) {
    return FailedCommit.UNDONE_BY_NEXT;
  }

  @Override
  public PlimsollException explain(SQLException failure) {
    SQLiteErrorCode code = codeOf(failure);
    if (code == SQLiteErrorCode.SQLITE_FULL) {
      return ErrorCode.DISK_FULL.because(failure, file);
    }
    return ErrorCode.METASTORE_FAILED.because(failure, reason(code, failure));
  }

  private String reason(@Nullable SQLiteErrorCode code, SQLException failure) {
    if (code == null) {
      return file + ": " + failure.getMessage();
    }
    return switch (code) {
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          file + " is damaged or not a SQLite database. Restore it from a backup";
      case SQLITE_CANTOPEN ->
          "cannot open or create " + file + ". Its directory must exist and be writable";
      case SQLITE_READONLY, SQLITE_PERM ->
          file + " cannot be written. Check the permissions of it and of its directory";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          file + " is locked by another program that writes to it. Retry when that has finished";
      default -> file + ": " + failure.getMessage();
    };
  }

  /** The driver's code without its detail: CORRUPT for CORRUPT_INDEX. */
  private static @Nullable SQLiteErrorCode codeOf(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException found) {
        return SQLiteErrorCode.getErrorCode(found.getResultCode().code & PRIMARY_CODE);
      }
    }
    return null;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
