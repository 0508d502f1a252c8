package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads in a process that ends at the first OutOfMemoryError, caught or not. */
@Timeout(600)
class SmallHeapTest {
  @TempDir Path directory;

  @Test
  void loadsAtATimeEachLargerThanTheHeapTakeTurns() throws Exception {
    assertThat(run("128m", "mixed"))
        .containsExactlyInAnyOrder(
            "narrow-0 800000 0",
            "narrow-1 800000 0",
            "narrow-2 800000 0",
            "parts 600000 0",
            "texts 400 0",
            "columns 6000 0");
  }

  @Test
  void thousandsOfColumnsNeedNoHeapOfTheirOwn() throws Exception {
    assertThat(run("400m", "wide"))
        .containsExactlyInAnyOrder(
            "numbers-1000 12000 0",
            "nulls-1000 24000 0",
            "numbers-3000 4000 0",
            "nulls-3000 8000 0");
  }

  @Test
  void rowsOfManyMegabytesAreLoadedOrRejected() throws Exception {
    assertThat(run("1200m", "long"))
        .containsExactlyInAnyOrder("document 3 0", "array 2 1", "moderate 3 0");
  }

  private List<String> run(String heap, String scenario) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx" + heap, "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(SmallHeap.class.getName(), directory.resolve("data").toString()));
    command.add(scenario);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()))
            .start();
    try {
      assertThat(process.waitFor(9, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> text(out) + text(err)).isZero();
    return Files.readAllLines(out);
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
