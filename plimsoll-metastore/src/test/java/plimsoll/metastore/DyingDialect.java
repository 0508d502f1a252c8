package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import plimsoll.error.PlimsollException;

/** SQLite, in a process that dies at one place inside its n-th transaction that writes. */
final class DyingDialect implements SqlDialect {
  /** Where; or, instead of dying, the mistake of never committing. */
  enum Place {
    BEFORE_BEGIN,
    AFTER_BEGIN,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    COMMIT_SKIPPED
  }

  private final SqlDialect real;
  private final Place place;
  private final int transaction;
  private int begun;
  private boolean open;

  DyingDialect(SqlDialect real, Place place, int transaction) {
    this.real = real;
    this.place = place;
    this.transaction = transaction;
  }

  private void reach(Place here) {
    if (here == place && begun == transaction) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    begun++;
    reach(Place.BEFORE_BEGIN);
    if (!open) {
      real.beginWriting(connection);
    }
    open = true;
    reach(Place.AFTER_BEGIN);
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    reach(Place.BEFORE_COMMIT);
    if (place != Place.COMMIT_SKIPPED || begun < transaction) {
      real.commit(connection);
      open = false;
    }
    reach(Place.AFTER_COMMIT);
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    real.rollback(connection);
    open = false;
  }

  @Override
  public String databaseName() {
    return real.databaseName();
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    real.beginReading(connection);
  }

  @Override
  public FailedCommit failedCommit(SQLException failure) {
    return real.failedCommit(failure);
  }

  @Override
  public PlimsollException explain(SQLException failure) {
    return real.explain(failure);
  }
}
