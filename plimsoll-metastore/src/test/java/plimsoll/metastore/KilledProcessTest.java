package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.commit.Metastore;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableName;

/** A process dies with the metastore open. */
class KilledProcessTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 300})
  void everyCommitThatWasAnsweredIsThereAndNoneIsHalf(int commits) throws Exception {
    Path file = directory.resolve("metastore.db");
    int answered = writeAndKill(file, commits);
    try (Metastore metastore = Metastores.sqlite(file, Clock.systemUTC())) {
      List<LoadRecord> loads = metastore.loads("demo", Integer.MAX_VALUE);
      assertThat(loads).hasSizeGreaterThanOrEqualTo(answered);
      assertThat(metastore.pointer(new TableName("demo", "t")))
          .hasValue(String.valueOf(loads.size()));
      assertThat(loads)
          .allSatisfy(load -> assertThat(metastore.load("demo", load.label())).hasValue(load));
    }
    assertThat(new SqliteFile(file).query("PRAGMA integrity_check")).containsExactly("ok");
  }

  /** The last commit that the process was told of before it died. */
  private static int writeAndKill(Path file, int commits) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int last = 0;
      while (last < commits) {
        last = Integer.parseInt(out.readLine());
      }
      return last;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
