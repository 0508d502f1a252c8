package plimsoll.metastore;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore;

/** Opens metastores. */
public final class Metastores {
  private static final Logger LOG = LoggerFactory.getLogger(Metastores.class);
  private static final int MOST_READERS = 4;
  private static final long WAIT_FOR_WRITER_MILLIS = 60_000;
  private static final long WAIT_FOR_SERVER_MILLIS = 10_000;

  private Metastores() {}

  /**
   * A metastore in one SQLite file, made or brought up to date if need be. The pools are built by
   * the first read and the first write, so opening costs little more than looking at the file.
   *
   * <p>Nothing in this process may open the file by other means than this driver: closing it would
   * drop the operating system's locks on it.
   *
   * @param file the database; its directory must exist. SQLite keeps {@code -wal} and {@code -shm}
   *     files beside it while it is open
   * @param clock stamps what is created
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if the file cannot be opened, is
   *     damaged or was made by a newer Plimsoll; DISK_FULL
   */
  public static Metastore sqlite(Path file, Clock clock) {
    Path absolute = file.toAbsolutePath();
    return sqlite(SqliteSource.writer(absolute), absolute, clock, new SqliteDialect(absolute));
  }

  static Metastore sqlite(SqliteSource source, Path file, Clock clock, SqlDialect dialect) {
    prepare(source, clock, dialect);
    HikariDataSource writers = pool("plimsoll-metastore-writer", source, 1);
    HikariDataSource readers =
        pool("plimsoll-metastore-readers", SqliteSource.reader(file), MOST_READERS);
    readers.setReadOnly(true);
    Sessions sessions = new Sessions(writers, readers, dialect, () -> {}); // the file is locked
    return new JdbcMetastore(sessions, clock, () -> close(readers, writers, source, dialect));
  }

  /**
   * A metastore in a PostgreSQL database (14 or later), whose tables are made or brought up to date
   * if need be. One Plimsoll uses it at a time.
   *
   * @param clock stamps what is created
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if the database cannot be entered, is
   *     in use by another Plimsoll or was made by a newer one
   */
  public static Metastore postgres(PostgresAddress address, Clock clock) {
    PGSimpleDataSource source = PostgresSource.of(address);
    SqlDialect dialect = new PostgresDialect(address.name());
    PostgresHold hold = hold(source, address, clock, dialect);
    HikariDataSource writers = pool("plimsoll-metastore-writer", source, 1);
    HikariDataSource readers = pool("plimsoll-metastore-readers", source, MOST_READERS);
    writers.setConnectionTimeout(WAIT_FOR_SERVER_MILLIS);
    readers.setConnectionTimeout(WAIT_FOR_SERVER_MILLIS);
    Sessions sessions = new Sessions(writers, readers, dialect, hold::require);
    return new JdbcMetastore(sessions, clock, () -> close(readers, writers, hold));
  }

  private static PostgresHold hold(
      PGSimpleDataSource source, PostgresAddress address, Clock clock, SqlDialect dialect) {
    try {
      PostgresHold hold = PostgresHold.take(source, address.name());
      try {
        new Migrations(dialect, clock).apply(hold.connection());
        return hold;
      } catch (SQLException | RuntimeException e) {
        hold.close();
        throw e;
      }
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }

  private static void close(HikariDataSource readers, HikariDataSource writers, PostgresHold hold) {
    readers.close();
    writers.close();
    try {
      hold.close();
    } catch (SQLException e) {
      LOG.warn("The connection that holds the metastore did not close", e);
    }
  }

  private static void prepare(SqliteSource source, Clock clock, SqlDialect dialect) {
    try {
      Connection first = source.openFirst();
      try {
        new Migrations(dialect, clock).apply(first);
      } catch (SQLException | RuntimeException e) {
        source.close();
        throw e;
      }
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }

  /** A pool that opens its first connection when it is first used, and keeps what it opened. */
  private static HikariDataSource pool(String name, DataSource source, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setDataSource(source);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    pool.setMaxLifetime(0);
    pool.setIdleTimeout(0);
    pool.setConnectionTimeout(WAIT_FOR_WRITER_MILLIS);
    return pool;
  }

  /** Readers first: SQLite empties its log when the last connection that may write is closed. */
  private static void close(
      HikariDataSource readers, HikariDataSource writers, SqliteSource source, SqlDialect dialect) {
    readers.close();
    writers.close();
    try {
      source.close();
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }
}
