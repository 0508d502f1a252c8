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

  /** Behind its name in /proc/pid/stat: utime, stime, and those of children that ended. */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;
  private static final int FIRST_TIME_OF_ENDED = 13;
  private static final double TICKS_PER_SECOND = 100; // Linux counts so for its users everywhere

  private static final int STOLEN = 8; // behind user, nice, system, idle, iowait, irq, softirq

  private Usage() {}

  private static Stream<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** Seconds of CPU time that a process and those it started have used. */
  static double cpuSeconds(ProcessHandle root) {
    return tree(root).mapToDouble(Usage::cpuOfOne).sum();
  }

  /**
   * Seconds of CPU time of all processes that this one started and that have ended, with their own;
   * null where the system does not tell.
   */
  static @Nullable Double cpuSecondsOfEnded() {
    try {
      return times(ProcessHandle.current(), FIRST_TIME_OF_ENDED, 2);
    } catch (IOException notHere) {
      return null;
    }
  }

  /** With that of its children that are gone, where the system tells. */
  private static double cpuOfOne(ProcessHandle process) {
    try {
      return times(process, FIRST_TIME, TIMES);
    } catch (IOException notHere) {
      return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
  }

  private static double times(ProcessHandle process, int first, int count) throws IOException {
    String stat = Files.readString(proc(process, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = first; i < first + count; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /**
   * Seconds of CPU time that this machine, a virtual one, wanted and did not get, since it started;
   * 0 where the system does not tell.
   */
  static double stolenSeconds() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] all = lines.findFirst().orElse("").split(" +");
      return all.length > STOLEN ? Long.parseLong(all[STOLEN]) / TICKS_PER_SECOND : 0;
    } catch (IOException | java.io.UncheckedIOException notHere) {
      return 0;
    }
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
