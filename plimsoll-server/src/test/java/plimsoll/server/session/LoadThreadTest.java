package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.access.UserName;
import plimsoll.config.Settings;

/** LOAD DATA … OPTIONS (thread=n): how many workers a load may have. */
class LoadThreadTest {
  private static final int ROWS = 400_000; // some chunks
  private static final String LOWERED =
      "thread is %d; the load has 2 workers, as many as load_workers lets one load have.";

  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture =
        new SessionFixture(directory.resolve("data"), Settings.of(Map.of("load_workers", "2")));
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (a INT)");
    Files.writeString(
        directory.resolve("t.csv"),
        IntStream.range(0, ROWS).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String load(String options) {
    return "LOAD DATA INFILE '"
        + directory.resolve("t.csv")
        + "' INTO TABLE t OPTIONS (header=false, "
        + options
        + ")";
  }

  private String record() {
    return fixture
        .rows("SELECT runtime_details FROM information_schema.loads ORDER BY id DESC LIMIT 1")
        .get(0)
        .get(0);
  }

  /** One worker writes one file. */
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "50, true", "2147483647, true"})
  void loadHasAsManyWorkersAsItSaysUpToWhatTheServerGives(int workers, boolean lowered)
      throws IOException {
    StatementResult.Done done = fixture.done(load("thread=" + workers));
    assertThat(done.affectedRows()).isEqualTo(ROWS);
    List<String> warnings = lowered ? List.of(String.format(LOWERED, workers)) : List.of();
    assertThat(done.warnings()).isEqualTo(warnings);
    assertThat(done.warningCount()).isEqualTo(warnings.size());
    assertThat(record()).contains("\"notes\":\"" + String.join("", warnings) + "\"");
    assertThat(fixture.rows("SELECT count(DISTINCT a) FROM t").get(0).get(0)).isEqualTo("" + ROWS);
    if (workers == 1) {
      assertThat(dataFiles()).isEqualTo(1);
    }
  }

  private long dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data").resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  @Test
  void filesThatTheClientSendsTakeItToo() {
    ClientFiles files =
        path -> new ByteArrayInputStream("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    Client client = new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, files);
    SqlSession session = new SqlSession(fixture.services, client);
    session.execute("USE demo").close();
    for (String place : new String[] {"LOCAL INFILE 'x.csv'", "INFILE 'x.csv'"}) {
      String mode = place.startsWith("LOCAL") ? "" : "load_mode='local', ";
      try (StatementResult done =
          session.execute(
              "LOAD DATA "
                  + place
                  + " INTO TABLE t OPTIONS (mode='append', "
                  + mode
                  + "thread=8)")) {
        assertThat(done.warnings()).containsExactly(String.format(LOWERED, 8));
      }
    }
    assertThat(fixture.rows("SELECT count(*) FROM t").get(0).get(0)).isEqualTo("4");
  }
}
