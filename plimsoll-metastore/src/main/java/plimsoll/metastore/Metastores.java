package plimsoll.metastore;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
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

  /** Tables with users' work, and which of their rows; the rest is made with the file. */
  private static final Map<String, String> CONTENT =
      Map.of(
          "databases", "true",
          "iceberg_tables", "true",
          "loads", "true",
          "labels", "true",
          "roles", "true",
          "users", "user_name <> 'root' OR native_hash <> '' OR sha2_hash <> ''",
          "privilege_grants", "true");

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
   * Whether a SQLite metastore says anything that would be missed: databases, loads, users, roles
   * or other engines' tables. A file that is absent or was only made, and never used, does not.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if the file is no database
   */
  public static boolean sqliteHasContent(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    Path absolute = file.toAbsolutePath();
    try (Connection connection = SqliteSource.reader(absolute).getConnection();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> content : CONTENT.entrySet()) {
        if (hasRows(statement, content.getKey(), content.getValue())) {
          return true;
        }
      }
      return false;
    } catch (SQLException e) {
      throw new SqliteDialect(absolute).explain(e);
    }
  }

  /** A table that is not there has none: the file may be of an older form, or empty. */
  private static boolean hasRows(Statement statement, String table, String which)
      throws SQLException {
    String find = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'";
    try (ResultSet found = statement.executeQuery(find)) {
      if (!found.next()) {
        return false;
      }
    }
    String look = "SELECT 1 FROM " + table + " WHERE " + which + " LIMIT 1";
    try (ResultSet row = statement.executeQuery(look)) {
      return row.next();
    }
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
