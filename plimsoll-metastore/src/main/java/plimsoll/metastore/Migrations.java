package plimsoll.metastore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import plimsoll.error.ErrorCode;

/**
 * Brings a database to the form that this Plimsoll knows: the numbered files beside this class, one
 * transaction each, recorded in {@code schema_migrations}. A file that was ever released stays as
 * it is; changes are new files.
 */
final class Migrations {
  /** The files of this Plimsoll, in order: the n-th is version n. */
  static final List<String> FILES =
      List.of(
          "V001__iceberg_catalog.sql",
          "V002__catalog.sql",
          "V003__loads.sql",
          "V004__loads_by_label.sql",
          "V005__access.sql",
          "V006__loads_by_end.sql",
          "V007__load_parents.sql",
          "V008__online.sql",
          "V009__jobs.sql");

  private static final String RECORD_TABLE =
      """
      CREATE TABLE IF NOT EXISTS schema_migrations (
        version INTEGER NOT NULL PRIMARY KEY,
        file_name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        plimsoll_version TEXT NOT NULL,
        applied_at BIGINT NOT NULL
      )
      """;

  private final SqlDialect dialect;
  private final Clock clock;
  private final List<String> files;

  Migrations(SqlDialect dialect, Clock clock) {
    this(dialect, clock, FILES);
  }

  Migrations(SqlDialect dialect, Clock clock, List<String> files) {
    this.dialect = dialect;
    this.clock = clock;
    this.files = files;
  }

  /** One row of {@code schema_migrations}. */
  private record Applied(int version, String file, String checksum, String plimsollVersion) {}

  /**
   * Applies what is missing.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED when the database is of a newer
   *     Plimsoll or an applied file differs from ours
   */
  void apply(Connection connection) throws SQLException {
    Optional<Integer> next = step(connection);
    while (next.isPresent()) {
      next = step(connection);
    }
  }

  /** Looks what is there and applies one file; its version, or empty when nothing is missing. */
  private Optional<Integer> step(Connection connection) throws SQLException {
    dialect.beginWriting(connection);
    try (Transaction transaction = new Transaction(connection)) {
      transaction.run(RECORD_TABLE);
      Map<Integer, Applied> applied = applied(transaction);
      check(applied);
      Optional<Integer> next = missing(applied);
      if (next.isPresent()) {
        apply(transaction, next.get());
      }
      dialect.commit(connection);
      return next;
    } catch (SQLException | RuntimeException e) {
      dialect.rollback(connection);
      throw e;
    }
  }

  private static Map<Integer, Applied> applied(Transaction transaction) throws SQLException {
    Map<Integer, Applied> byVersion = new TreeMap<>();
    transaction
        .query(
            "SELECT version, file_name, checksum, plimsoll_version FROM schema_migrations",
            row -> new Applied(row.getInt(1), row.getString(2), row.getString(3), row.getString(4)))
        .forEach(row -> byVersion.put(row.version(), row));
    return byVersion;
  }

  private void check(Map<Integer, Applied> applied) {
    for (Applied row : applied.values()) {
      if (row.version() > files.size()) {
        throw ErrorCode.METASTORE_FAILED.with(newer(row));
      }
      String file = files.get(row.version() - 1);
      if (!row.file().equals(file) || !row.checksum().equals(checksum(text(file)))) {
        throw ErrorCode.METASTORE_FAILED.with(differs(row, file));
      }
    }
  }

  private String newer(Applied row) {
    return String.format(
        "%s was made by Plimsoll %s (form %d, %s); this is Plimsoll %s, which knows forms up to %d."
            + " Use that version or a later one",
        dialect.databaseName(),
        row.plimsollVersion(),
        row.version(),
        row.file(),
        plimsollVersion(),
        files.size());
  }

  private String differs(Applied row, String file) {
    return String.format(
        "form %d of %s was made from %s with checksum %s by Plimsoll %s; %s of this Plimsoll has"
            + " checksum %s. One of the two was altered; use the Plimsoll that made it",
        row.version(),
        dialect.databaseName(),
        row.file(),
        row.checksum(),
        row.plimsollVersion(),
        file,
        checksum(text(file)));
  }

  private Optional<Integer> missing(Map<Integer, Applied> applied) {
    for (int version = 1; version <= files.size(); version++) {
      if (!applied.containsKey(version)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  private void apply(Transaction transaction, int version) throws SQLException {
    String file = files.get(version - 1);
    String text = text(file);
    for (String statement : statements(text)) {
      transaction.run(statement);
    }
    transaction.update(
        "INSERT INTO schema_migrations (version, file_name, checksum, plimsoll_version, applied_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        version,
        file,
        checksum(text),
        plimsollVersion(),
        clock.millis());
  }

  /** A statement ends with a semicolon at the end of a line; comments are lines of their own. */
  static List<String> statements(String text) {
    String bare = text.replaceAll("(?m)^--.*$", "");
    return List.of(bare.split(";\\s*(\\n|$)")).stream()
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String text(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw ErrorCode.BROKEN_INVARIANT.with("the migration " + file + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  private static String plimsollVersion() {
    String version = Migrations.class.getPackage().getImplementationVersion();
    return version != null ? version : "(unreleased)";
  }
}
