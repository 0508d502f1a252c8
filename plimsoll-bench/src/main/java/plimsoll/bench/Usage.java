package plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CPU time and memory of processes, as far as the system tells. */
final class Usage {
  private static final String CLEAR_PEAK = "5";

  private Usage() {}

  private static Stream<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** Seconds of CPU time that a process and those it started have used. */
  static double cpuSeconds(ProcessHandle root) {
    return tree(root)
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(used -> used.toNanos() / 1e9)
        .sum();
  }

  /** Forgets the peaks of a process and those it started, where the system can. */
  static void resetPeak(ProcessHandle root) {
    tree(root)
        .forEach(
            process -> {
              try {
                Files.writeString(proc(process, "clear_refs"), CLEAR_PEAK);
              } catch (IOException | UnsupportedOperationException notHere) {
                // then the peak is that of its whole life: larger, never smaller
              }
            });
  }

  /**
   * Most memory a process and those it started have held since {@link #resetPeak}, added up; null
   * where the system does not tell. Memory that they share counts more than once.
   */
  static @Nullable Long peakBytes(ProcessHandle root) {
    long bytes = tree(root).mapToLong(Usage::peak).sum();
    return bytes == 0 ? null : bytes;
  }

  private static long peak(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(proc(process, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException gone) {
      return 0;
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
