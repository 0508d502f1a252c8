package plimsoll.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir private Path directory;

  private static AuditEntry entry(String statement) {
    return new AuditEntry(
        Instant.EPOCH, "ann", "10.0.0.1", "http", statement, List.of("db.t"), "OK", 3, 7);
  }

  private Path file() {
    return directory.resolve("audit.log");
  }

  @Test
  void linesAreJsonAndHoldLineEndsAsText() throws IOException {
    try (AuditLog log = AuditLog.in(file(), 1 << 20)) {
      log.write(entry("SELECT '\n\"'"));
    }
    assertThat(Files.readString(file()))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"user\":\"ann\",\"address\":\"10.0.0.1\","
                + "\"frontEnd\":\"http\",\"statement\":\"SELECT '\\n\\\"'\","
                + "\"tables\":[\"db.t\"],\"outcome\":\"OK\",\"rows\":3,\"ms\":7}\n");
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    try (AuditLog log = AuditLog.in(file(), 1 << 20)) {
      log.write(entry("x"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void restartGoesOnInTheSameFile() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (AuditLog log = AuditLog.in(file(), 1 << 20)) {
        log.write(entry("x"));
      }
    }
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void fullFileMakesWayAndTheOldestGoes() throws IOException {
    try (AuditLog log = AuditLog.in(file(), 200)) {
      for (int i = 0; i < 10; i++) {
        log.write(entry("s" + i));
      }
    }
    assertThat(Files.readString(file())).contains("\"s9\"");
    assertThat(Files.readString(directory.resolve("audit.log.5"))).contains("\"s4\"");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(6);
    }
  }

  @Test
  void logThatCannotBeWrittenStopsNobody() {
    try (AuditLog log = AuditLog.in(directory.resolve("no/such/audit.log"), 200)) {
      log.write(entry("x"));
    }
  }
}
