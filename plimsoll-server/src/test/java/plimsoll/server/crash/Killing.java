package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One process that was run on a directory until it died or ended.
 *
 * @param directory holds its data directory {@code data}, and what it loaded
 * @param lines what it told
 * @param exit its exit code
 */
record Killing(Path directory, List<String> lines, int exit) {
  /** Runs one; 0 is no boundary. */
  static Killing run(ChildJvm jvm, KilledProcess.Life life, Path directory, long at, Bug bug)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    List<String> arguments =
        List.of(
            KilledProcess.class.getName(),
            life.name(),
            directory.toString(),
            Long.toString(at),
            bug.name());
    Process process =
        new ProcessBuilder(jvm.command(temporary, arguments))
            .redirectError(directory.resolve("log").toFile())
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines =
          out.lines().filter(line -> !line.startsWith("[")).toList(); // what the JVM itself says;
      return new Killing(directory, lines, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Boundaries that it reached: number, verb, object. */
  List<String> boundaries() {
    return lines.stream()
        .filter(line -> line.startsWith("at "))
        .map(line -> line.substring(3))
        .toList();
  }

  Ledger ledger() {
    return Ledger.read(lines);
  }

  Path data() {
    return directory.resolve("data");
  }

  /** It got through: there was no boundary to die at. */
  Killing ended() throws IOException {
    assertThat(exit).as(Files.readString(directory.resolve("log"))).isZero();
    return this;
  }

  /** It died where it should. */
  Killing killedAt(long boundary) throws IOException {
    assertThat(exit).as(Files.readString(directory.resolve("log"))).isEqualTo(KilledProcess.KILLED);
    assertThat(boundaries()).hasSize((int) boundary);
    return this;
  }
}
