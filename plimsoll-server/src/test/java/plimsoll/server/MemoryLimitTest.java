package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.storage.local.LocalStorage;

/** Loads with less memory than they would like: slower, never refused, never stuck. */
@Timeout(300)
class MemoryLimitTest {
  private static final int LOADS = 12;
  private static final int ROWS = 30_000;

  @TempDir Path directory;

  @Test
  void manyLoadsWithAlmostNoMemoryAllEnd() throws Exception {
    Map<String, String> settings =
        Map.of("load_process_max_memory_limit_bytes", "1MB", "load_workers", "4");
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestServer server = new TestServer(directory, new LocalStorage(), settings)) {
      server.rows("CREATE DATABASE d");
      server.rows("CREATE TABLE d.t (a INT, b VARCHAR(100)) PARTITION BY (a)");
      List<Future<JsonNode>> loads = new ArrayList<>();
      for (int i = 0; i < LOADS; i++) {
        String limit = i % 3 == 0 ? "1" : i % 3 == 1 ? "5000000" : "0";
        String body = rows(i);
        loads.add(
            threads.submit(
                () -> server.load("d.t", body, "column_separator", ",", "load_mem_limit", limit)));
      }
      for (Future<JsonNode> load : loads) {
        assertThat(load.get().path("Status").asText()).isEqualTo("Success");
      }
      assertThat(server.value("SELECT COUNT(*) FROM d.t"))
          .isEqualTo(Integer.toString(LOADS * ROWS));
      assertThat(server.value("SELECT COUNT(*) FROM d.t WHERE a = 7"))
          .isEqualTo(Integer.toString(LOADS * ROWS / 20));
      assertThat(spills()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  private static String rows(int load) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      rows.append(i % 20).append(",text of load ").append(load).append(" row ").append(i);
      rows.append('\n');
    }
    return rows.toString();
  }

  @Test
  void limitOfALoadCanBeSaidInEveryWay() throws IOException {
    Path file = directory.resolve("in.csv");
    Files.writeString(file, "a,b\n" + rows(1));
    try (TestServer server = new TestServer(directory.resolve("data"))) {
      server.rows("CREATE DATABASE d");
      server.rows("CREATE TABLE d.t (a INT, b VARCHAR(100))");
      server.rows(
          "LOAD DATA INFILE '" + file + "' INTO TABLE d.t OPTIONS (load_mem_limit = 1000000)");
      server.load("d.t", rows(2), "column_separator", ",", "exec_mem_limit", "1");
      server.rows("INSERT INTO d.t SELECT * FROM d.t");
      assertThat(server.value("SELECT COUNT(*) FROM d.t")).isEqualTo(Integer.toString(4 * ROWS));
    }
  }

  @Test
  void limitThatIsNoNumberOfBytesIsRefused() throws IOException {
    Path file = directory.resolve("in.csv");
    Files.writeString(file, "a\n1\n");
    try (TestServer server = new TestServer(directory.resolve("data"))) {
      server.rows("CREATE DATABASE d");
      server.rows("CREATE TABLE d.t (a INT)");
      String load = "LOAD DATA INFILE '" + file + "' INTO TABLE d.t OPTIONS (load_mem_limit = ";
      assertThat(server.failure("d", load + "'2GB')"))
          .hasMessageContaining("load_mem_limit is '2GB', must be a number of bytes, 0 for any");
      assertThat(server.failure("d", load + "-1)").code()).isEqualTo(ErrorCode.BAD_OPTION);
      assertThat(server.failure("d", "SET load_mem_limit = 'much'").code())
          .isEqualTo(ErrorCode.BAD_SETTING);
    }
  }

  private List<Path> spills() throws IOException {
    Path spill = directory.resolve("load-spill");
    if (!Files.exists(spill)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(spill)) {
      return files.toList();
    }
  }
}
