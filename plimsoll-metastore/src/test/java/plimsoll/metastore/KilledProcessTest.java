package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    int answered = writeUntil(file, commits);
    assertThat(commitsThatAreWhole(file)).isGreaterThanOrEqualTo(answered);
  }

  /** Only once COMMIT is done is the transaction there; its answer may be lost. */
  @ParameterizedTest
  @CsvSource({"BEFORE_BEGIN, 0", "AFTER_BEGIN, 0", "BEFORE_COMMIT, 0", "AFTER_COMMIT, 1"})
  void transactionIsThereOnceItsCommitIsDone(DyingDialect.Place place, int unanswered)
      throws Exception {
    Path file = directory.resolve("metastore.db");
    int answered = writeUntil(file, Integer.MAX_VALUE, place.name(), "20");
    assertThat(answered).isPositive();
    assertThat(commitsThatAreWhole(file)).isEqualTo(answered + unanswered);
  }

  /** A planted bug: rows of pointer and label are written, COMMIT is left out. */
  @Test
  void commitThatWasLeftOutIsFound() throws Exception {
    Path file = directory.resolve("metastore.db");
    int answered = writeUntil(file, 30, DyingDialect.Place.COMMIT_SKIPPED.name(), "20");
    assertThat(commitsThatAreWhole(file)).isLessThan(answered);
  }

  private static int commitsThatAreWhole(Path file) throws Exception {
    int commits;
    try (Metastore metastore = Metastores.sqlite(file, Clock.systemUTC())) {
      List<LoadRecord> loads = metastore.loads("demo", Integer.MAX_VALUE);
      commits = loads.size();
      assertThat(metastore.pointer(new TableName("demo", "t"))).hasValue(String.valueOf(commits));
      assertThat(loads)
          .allSatisfy(load -> assertThat(metastore.load("demo", load.label())).hasValue(load));
    }
    assertThat(new SqliteFile(file).query("PRAGMA integrity_check")).containsExactly("ok");
    return commits;
  }

  /**
   * The last commit that the process was told of; it is killed at {@code commits} if it has not
   * died by itself.
   */
  private static int writeUntil(Path file, int commits, String... death)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledWriter.class.getName(), file.toString()));
    command.addAll(List.of(death));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int last = 0;
      while (last < commits) {
        String line = out.readLine();
        if (line == null) {
          break; // died by itself
        }
        last = Integer.parseInt(line);
      }
      return last;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
