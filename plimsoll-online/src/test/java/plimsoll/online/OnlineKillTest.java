package plimsoll.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.StagedLoad;

/**
 * A process is killed while it publishes, at moments that nobody chose, and what it left is opened
 * again: every load is whole in all indexes or absent from all, and done again it is there once.
 * {@code -Dplimsoll.online.kills=100} kills more often.
 */
class OnlineKillTest {
  private static final int KILLS = Integer.getInteger("plimsoll.online.kills", 6);
  private static final int LONGEST_LIFE_MILLIS = 1_500;

  @TempDir Path directory;

  @Test
  void everyLoadIsWholeOrAbsentWheneverTheProcessIsKilled() throws Exception {
    Random random = new Random(7);
    long commit = 1;
    for (int i = 0; i < KILLS; i++) {
      live(i, commit, random.nextInt(LONGEST_LIFE_MILLIS));
      commit = examine();
    }
  }

  private void live(int life, long commit, int millis) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledOnline.class.getName(),
                directory.toString(),
                Long.toString(commit),
                Integer.toString(life + 1))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // RocksDB unpacks its library; a killed process would leave it behind.
    Path library = Files.createDirectories(directory.resolve("library"));
    builder.environment().put("ROCKSDB_SHAREDLIB_DIR", library.toString());
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("ready");
      assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The next commit. */
  private long examine() throws IOException {
    OnlineTable table = KilledOnline.table();
    try (Online online = new Online(directory.resolve("online"), KilledOnline.SIZES, 0)) {
      Map<Object, Long> left = counts(online, table, 0);
      assertThat(counts(online, table, 1)).isEqualTo(left);
      left.forEach((load, count) -> assertThat(count).as("%s", load).isEqualTo(rows(load)));
      long commit = 1;
      while (Files.exists(KilledOnline.record(directory, commit))) {
        if (Files.exists(directory.resolve("visible-" + commit))) {
          assertThat(left).containsKey("c" + commit);
        }
        publishAgain(online, table, commit++);
      }
      Map<Object, Long> all = counts(online, table, 0);
      assertThat(counts(online, table, 1)).isEqualTo(all);
      assertThat(all).hasSize((int) commit - 1);
      all.forEach((load, count) -> assertThat(count).as("%s", load).isEqualTo(rows(load)));
      return commit;
    }
  }

  private void publishAgain(Online online, OnlineTable table, long commit) throws IOException {
    String text = Files.readString(KilledOnline.record(directory, commit));
    online.store.publish(commit, List.of(StagedLoad.parse(table, text)));
  }

  private static long rows(Object load) {
    return KilledOnline.rows(Long.parseLong(load.toString().substring(1)));
  }

  private static Map<Object, Long> counts(Online online, OnlineTable table, int index)
      throws IOException {
    return online.read(table, index, null, Long.MIN_VALUE, Long.MAX_VALUE, 0).stream()
        .collect(Collectors.groupingBy(row -> row.get(3), Collectors.counting()));
  }
}
