package plimsoll.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;

/**
 * A DuckDB instance of one query: in memory, with views over the files of its snapshots, the rows
 * it was given, and nothing else in reach. Closing it removes what it spilled.
 */
final class Sandbox implements AutoCloseable {
  /*
   * Why a query cannot get out:
   * - Files: external access is off; allowed_paths are the query's own data files and nothing else, so
   *   another table's files, globs, ATTACH and extensions fail. DuckDB also allows the spill directory,
   *   so that is one per query.
   * - Writing: allowed files could be overwritten by COPY, so only a query may run. DuckDB's own parser
   *   decides what one is: run as FROM query('...'), which takes a single SELECT and nothing else.
   *   Rejected: json_serialize_sql as a check beforehand; it costs half a second for 10,000 VALUES rows.
   * - Settings: locked, last of all.
   * The order is forced: allowed_paths cannot be set once external access is off.
   *
   * Making an instance takes 13 ms, almost all of it DuckDB's start (functions and catalogs).
   */
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  private static final String ADDRESS = "jdbc:duckdb:";

  private final Connection connection;
  private final Path spill;

  private Sandbox(Connection connection, Path spill) {
    this.connection = connection;
    this.spill = spill;
  }

  /** A locked instance that holds the scans as views. */
  static Sandbox open(QuerySettings settings, Query query) throws SQLException {
    Path spill = settings.spillDirectory().resolve("query-" + UUID.randomUUID());
    Connection connection = new DuckDBDriver().connect(ADDRESS, start(settings, spill));
    if (connection == null) {
      throw ErrorCode.BROKEN_INVARIANT.with("the DuckDB driver does not take its own address");
    }
    Sandbox sandbox = new Sandbox(connection, spill);
    try (Statement statement = connection.createStatement()) {
      statement.execute(lock(query));
      for (ScanRows rows : query.rows()) {
        GivenRows.fill(rows, connection);
      }
      return sandbox;
    } catch (SQLException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  /** Loads DuckDB's library and starts it once; a failure is the first query's to tell. */
  static void loadLibrary() {
    try (Connection first = new DuckDBDriver().connect(ADDRESS, new Properties())) {
      LOG.debug("DuckDB is loaded: {}", first);
    } catch (SQLException | LinkageError e) {
      LOG.debug("DuckDB could not be loaded ahead", e);
    }
  }

  private static Properties start(QuerySettings settings, Path spill) {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("threads", Integer.toString(settings.threads()));
    properties.setProperty("memory_limit", kibibytes(settings.memoryBytes()));
    properties.setProperty("temp_directory", settings.spillBytes() == 0 ? "" : spill.toString());
    properties.setProperty("max_temp_directory_size", kibibytes(settings.spillBytes()));
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("allow_community_extensions", "false");
    properties.setProperty("allow_persistent_secrets", "false");
    // As MySQL orders.
    properties.setProperty("default_null_order", "nulls_first_on_asc_last_on_desc");
    return properties;
  }

  private static String kibibytes(long bytes) {
    return (bytes >> 10) + "KiB";
  }

  private static String lock(Query query) {
    List<String> files = new ArrayList<>();
    for (ScanFiles scan : query.files()) {
      files.addAll(scan.files());
      files.addAll(scan.positionDeletes());
    }
    return "SET TimeZone='UTC';\n"
        + "SET allowed_paths="
        + DuckSql.texts(files)
        + ";\nSET enable_external_access=false;\n"
        + DuckSql.tables(query)
        + "SET lock_configuration=true";
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("A query's DuckDB instance did not close", e);
    }
    removeSpill(spill);
  }

  /** Removes a spill directory with what is in it; a file that stays goes at the next start. */
  static void removeSpill(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("Spilled data in {} was not removed", directory, e);
    }
  }
}
