package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadRecord;
import plimsoll.testkit.Samples;

/** What can be wrong with a metastore's file. */
class OpeningTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  private Path path() {
    return directory.resolve("metastore.db");
  }

  private SqliteFile file() {
    return new SqliteFile(path());
  }

  private Metastore open() {
    return Metastores.sqlite(path(), CLOCK);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Path path) {
    return assertThatThrownBy(() -> Metastores.sqlite(path, CLOCK))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.METASTORE_FAILED));
  }

  @Test
  void everyMigrationIsRecordedOnce() {
    open().close();
    open().close();
    assertThat(file().query("SELECT file_name FROM schema_migrations ORDER BY version"))
        .isEqualTo(Migrations.FILES);
    assertThat(file().query("SELECT DISTINCT applied_at FROM schema_migrations"))
        .containsExactly(String.valueOf(CLOCK.millis()));
  }

  @Test
  void migrationsContinueWhereTheyWereStopped() {
    open().close();
    file().run("DROP TABLE fence");
    file().run("DROP TABLE touched_tables");
    file().run("DROP TABLE epochs");
    file().run("DROP TABLE labels");
    file().run("DROP TABLE load_tables");
    file().run("DROP TABLE loads");
    file().run("DELETE FROM schema_migrations WHERE version = 3");
    try (Metastore metastore = open()) {
      assertThat(metastore.loads(null, 1)).isEmpty();
      assertThat(metastore.openEpoch()).isEqualTo(1);
    }
  }

  @Test
  void migrationThatFailsLeavesNothing() {
    file().run("CREATE TABLE iceberg_namespace_properties (x)");
    assertRefused(path()).hasMessageContaining("iceberg_namespace_properties already exists");
    assertThat(file().query("SELECT name FROM sqlite_master WHERE name = 'iceberg_tables'"))
        .isEmpty();
  }

  @Test
  void fileOfANewerPlimsollIsRefusedByName() {
    open().close();
    file().run("INSERT INTO schema_migrations VALUES (99, 'V099__far.sql', '0', '7.1.0', 0)");
    assertRefused(path())
        .hasMessage(
            "The metastore failed: "
                + path()
                + " was made by Plimsoll 7.1.0 (form 99, V099__far.sql); this is Plimsoll"
                + " (unreleased), which knows forms up to "
                + Migrations.FILES.size()
                + ". Use that version or a later one.");
  }

  @Test
  void alteredMigrationIsRefused() {
    open().close();
    file().run("UPDATE schema_migrations SET checksum = 'beef' WHERE version = 2");
    assertRefused(path())
        .hasMessageStartingWith(
            "The metastore failed: form 2 of "
                + path()
                + " was made from V002__catalog.sql with checksum beef")
        .hasMessageEndingWith("One of the two was altered; use the Plimsoll that made it.");
  }

  @Test
  void directoryMustExist() {
    Path path = directory.resolve("none").resolve("metastore.db");
    assertRefused(path)
        .hasMessage(
            "The metastore failed: cannot open or create "
                + path
                + ". Its directory must exist and be writable.");
  }

  @Test
  void directoryInPlaceOfTheFileIsRefused() throws Exception {
    Files.createDirectory(path());
    assertRefused(path()).hasMessageContaining("cannot open or create " + path());
  }

  @Test
  void readOnlyDirectoryIsRefused() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write anywhere");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertRefused(path()).hasMessageContaining("Its directory must exist and be writable");
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void textInPlaceOfADatabaseIsRefused() throws Exception {
    Files.writeString(
        path(), "this is not a database, but long enough to look like one\n".repeat(99));
    assertRefused(path())
        .hasMessage(
            "The metastore failed: "
                + path()
                + " is damaged or not a SQLite database. Restore it from a backup.");
    assertThat(Files.readString(path())).startsWith("this is not a database");
  }

  @Test
  void damagedDatabaseIsRefused() throws Exception {
    try (Metastore metastore = open()) {
      metastore.createDatabase("demo", Map.of());
    }
    byte[] bytes = Files.readAllBytes(path());
    byte[] junk = "junk".repeat(1024).getBytes(StandardCharsets.US_ASCII);
    for (int page = 1; page * 4096 < bytes.length; page++) {
      System.arraycopy(junk, 0, bytes, page * 4096, 4096);
    }
    Files.write(path(), bytes);
    assertRefused(path()).hasMessageContaining("is damaged or not a SQLite database");
  }

  @Test
  void imageTakenWhileWritingIsWhole() throws Exception {
    Path image = Files.createDirectory(directory.resolve("image")).resolve("metastore.db");
    try (Metastore metastore = open()) {
      metastore.createDatabase("demo", Map.of());
      Thread writer =
          new Thread(
              () -> {
                for (int i = 1; i <= 100; i++) {
                  metastore.commit(List.of(), List.of(Samples.load(i, "demo", "l" + i)));
                }
              });
      writer.start();
      // Below a thousand pages nothing is moved from the log to the file, so this is a crash image.
      Files.copy(path(), image);
      Files.copy(directory.resolve("metastore.db-wal"), image.resolveSibling("metastore.db-wal"));
      writer.join();
    }
    try (Metastore restored = Metastores.sqlite(image, CLOCK)) {
      List<LoadRecord> loads = restored.loads("demo", 1_000);
      for (LoadRecord load : loads) {
        assertThat(restored.load("demo", load.label())).hasValue(load);
      }
      restored.commit(List.of(), List.of(Samples.load(1_000, "demo", "after")));
    }
    assertThat(new SqliteFile(image).query("PRAGMA integrity_check")).containsExactly("ok");
  }
}
