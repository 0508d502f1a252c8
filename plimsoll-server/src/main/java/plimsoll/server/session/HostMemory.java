package plimsoll.server.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * How much of the machine's memory is in use, by whomever. Source: Linux's {@code /proc/meminfo};
 * what the kernel could give back at once (MemAvailable) is not in use.
 */
final class HostMemory {
  static final HostMemory LINUX = new HostMemory(Path.of("/proc/meminfo"));

  private final Path report;

  HostMemory(Path report) {
    this.report = report;
  }

  /**
   * MEMORY_IN_USE if more than that share is in use; REFUSED where it cannot be known.
   *
   * @param percent 1 to 100; 0 looks at nothing
   */
  void requireBelow(int percent) {
    if (percent > 0 && used() > percent) {
      throw ErrorCode.MEMORY_IN_USE.with(used(), percent);
    }
  }

  private int used() {
    Map<String, Long> sizes = new HashMap<>();
    for (String line : lines()) {
      String[] words = line.split("[:\\s]+", 3);
      if (words.length > 1 && words[1].matches("[0-9]{1,15}")) {
        sizes.put(words[0], Long.parseLong(words[1]));
      }
    }
    Long all = sizes.get("MemTotal");
    Long free = sizes.get("MemAvailable");
    if (all == null || free == null || all == 0) {
      throw unknown("it has no MemTotal and MemAvailable", null);
    }
    return (int) (100 * (all - free) / all);
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(report);
    } catch (IOException e) {
      throw unknown(e.toString(), e);
    }
  }

  private PlimsollException unknown(String why, @Nullable Throwable cause) {
    String text =
        "insert_memory_usage_limit cannot be kept: " + report + " does not tell (" + why + ").";
    return cause == null ? ErrorCode.REFUSED.with(text) : ErrorCode.REFUSED.because(cause, text);
  }
}
