package plimsoll.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
  void linesThatMayWaitKeepTheirOrder() throws IOException {
    try (AuditLog log = AuditLog.in(file(), 1 << 20)) {
      log.writeSoon(entry("first"));
      log.writeSoon(entry("second"));
      log.write(entry("third"));
      assertThat(statements()).containsExactly("first", "second", "third");
      log.writeSoon(entry("last"));
    }
    assertThat(statements()).containsExactly("first", "second", "third", "last");
  }

  @Test
  void lineThatMayWaitIsWrittenThoughNoOtherComes() throws IOException {
    try (AuditLog log = AuditLog.in(file(), 1 << 20)) {
      log.writeSoon(entry("alone"));
      awaitStatements("alone");
      log.writeSoon(entry("again"));
      awaitStatements("alone", "again");
    }
  }

  private void awaitStatements(String... expected) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!statements().equals(List.of(expected)) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(statements()).containsExactly(expected);
  }

  @Test
  void manyLinesAreAllThere() throws Exception {
    int lines = 20_000; // five megabytes: more than may wait
    try (AuditLog log = AuditLog.in(file(), 1 << 30)) {
      Thread[] writers = new Thread[4];
      for (int i = 0; i < writers.length; i++) {
        writers[i] =
            new Thread(() -> IntStream.range(0, lines / 4).forEach(n -> log.writeSoon(entry("x"))));
        writers[i].start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(statements()).hasSize(lines);
  }

  private List<String> statements() throws IOException {
    if (!Files.exists(file())) {
      return List.of();
    }
    return Files.readAllLines(file()).stream()
        .map(line -> line.replaceAll(".*\"statement\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void logThatCannotBeWrittenStopsNobody() {
    try (AuditLog log = AuditLog.in(directory.resolve("no/such/audit.log"), 200)) {
      log.write(entry("x"));
    }
  }
}
