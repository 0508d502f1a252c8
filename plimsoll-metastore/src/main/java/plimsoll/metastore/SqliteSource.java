package plimsoll.metastore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Connections to one SQLite file. The first one is opened without a pool, to look at the database;
 * the pool of the writer takes it over when something is written.
 */
final class SqliteSource extends SQLiteDataSource {
  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KIBIBYTES = 16 * 1024;
  private static final int MOST_LOG_BYTES_KEPT = 64 << 20;

  private @Nullable Connection waiting;

  private SqliteSource(Path file, SQLiteConfig config) {
    super(config);
    setUrl("jdbc:sqlite:" + file);
  }

  /** For the one connection that writes. */
  static SqliteSource writer(Path file) {
    SQLiteConfig config = common();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-CACHE_KIBIBYTES);
    config.setJournalSizeLimit(MOST_LOG_BYTES_KEPT);
    return new SqliteSource(file, config);
  }

  /** For connections that cannot write. */
  static SqliteSource reader(Path file) {
    SQLiteConfig config = common();
    config.setReadOnly(true);
    return new SqliteSource(file, config);
  }

  private static SQLiteConfig common() {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }

  /** Opens a connection that the next caller of {@link #getConnection()} gets. */
  synchronized Connection openFirst() throws SQLException {
    Connection opened = super.getConnection();
    waiting = opened;
    return opened;
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    Connection taken = waiting;
    waiting = null;
    return taken != null ? taken : super.getConnection();
  }

  /** Closes the first connection if nobody took it. */
  synchronized void close() throws SQLException {
    if (waiting != null) {
      waiting.close();
      waiting = null;
    }
  }
}
