package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.local.LocalStorage;

/** A disk that is full, and a directory that is taken. */
class WrongDiskTest {
  private static final String ROW = "2024-01-01,ORD,5\n";

  @TempDir Path directory;
  private final FullDisk disk = new FullDisk(new LocalStorage());
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(directory.resolve("data"), disk);
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE TABLE demo.flights (day DATE, origin STRING, delay INT)");
    assertThat(load("first", ROW).path("Status").asText()).isEqualTo("Success");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode load(String label, String body) {
    return server.load("demo.flights", body, "label", label, "column_separator", ",");
  }

  /** In the data file, in its footer, in the metadata of the commit. */
  @ParameterizedTest
  @ValueSource(longs = {0, 100, 1000, 1500, 2000, 3000, 5000, 7000, 9000})
  void fullDiskAbortsTheLoadAndTheLabelIsFree(long bytesLeft) {
    TestServer.Traces before = server.traces();
    disk.leave(bytesLeft);
    JsonNode answer = load("more", ROW.repeat(1000));
    disk.leave(Long.MAX_VALUE);
    if (answer.path("Status").asText().equals("Success")) {
      assertThat(bytesLeft).as("bytes that a load needs").isGreaterThan(5000);
      return;
    }
    assertThat(answer.path("Status").asText()).isEqualTo("Fail");
    assertThat(answer.path("Message").asText())
        .startsWith("No space left on the device that holds ");
    assertThat(server.labelState("demo", "more")).isEqualTo("ABORTED");
    server.assertUntouched(before);
    assertThat(load("more", ROW).path("Status").asText()).isEqualTo("Success");
    assertThat(server.value("SELECT count(*) FROM demo.flights")).isEqualTo("2");
  }

  @Test
  void fullDiskFailsStatementsToo() {
    TestServer.Traces before = server.traces();
    disk.leave(0);
    for (String statement :
        new String[] {
          "INSERT INTO demo.flights VALUES ('2024-01-02', 'LAX', 1)",
          "CREATE TABLE demo.other (a INT)",
          "TRUNCATE TABLE demo.flights"
        }) {
      PlimsollException failure = server.failure(null, statement);
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.DISK_FULL);
      server.assertUntouched(before);
    }
    disk.leave(Long.MAX_VALUE);
    server.rows("INSERT INTO demo.flights VALUES ('2024-01-02', 'LAX', 1)");
    assertThat(server.value("SELECT count(*) FROM demo.flights")).isEqualTo("2");
  }

  @Test
  void secondServerOnTheDirectoryIsRefusedAndTheFirstWorksOn() {
    TestServer.Traces before = server.traces();
    assertThatThrownBy(() -> RunningServer.start(server.plimsoll.directory(), Settings.defaults()))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_HELD);
              assertThat(e).hasMessageContaining("is in use by");
            });
    server.assertUntouched(before);
    assertThat(load("second", ROW).path("Status").asText()).isEqualTo("Success");
  }

  @Test
  void addressThatOthersReachIsRefusedBeforeAnythingIsWritten() {
    Path other = directory.resolve("other");
    Settings settings =
        Settings.of(java.util.Map.of("host", "::", "http_port", "0", "query_port", "0"));
    assertThatThrownBy(() -> RunningServer.start(other, settings))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REFUSED));
    assertThat(other.resolve("token")).doesNotExist();
  }
}
