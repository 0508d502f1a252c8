package plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a server holds at one moment, after a full collection. Linux only.
 *
 * @param rss bytes of memory that the process has
 * @param heap bytes of its heap that are in use
 * @param connections of MySQL clients
 */
record ServerVitals(long rss, long heap, long threads, long descriptors, long connections) {
  /** Nothing that grows by each connection stays below these, after some ten thousand of them. */
  private static final long HEAP_SLACK = 4 << 20;

  private static final long RSS_SLACK = 64 << 20;
  private static final int FEW = 4;

  static ServerVitals of(PlimsollProcess server, Client client) throws IOException {
    Path process = Path.of("/proc", Long.toString(server.pid()));
    collect(server.pid());
    List<String> status = Files.readAllLines(process.resolve("status"));
    String metrics = client.metrics();
    return new ServerVitals(
        number(status, "VmRSS:") << 10,
        sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
        number(status, "Threads:"),
        descriptors(process),
        sum(metrics, "plimsoll_mysql_connections"));
  }

  private static void collect(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(jcmd + " could not make the server collect garbage");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long sum(String metrics, String name) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  private static long descriptors(Path process) throws IOException {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return open.count();
    }
  }

  /** What this moment has more of than an earlier one, beyond what comes and goes by itself. */
  List<String> leakedSince(ServerVitals earlier) {
    List<String> leaks = new ArrayList<>();
    compare(leaks, "memory of the process", earlier.rss, rss, RSS_SLACK);
    compare(leaks, "heap after a collection", earlier.heap, heap, HEAP_SLACK);
    compare(leaks, "threads", earlier.threads, threads, FEW);
    compare(leaks, "descriptors", earlier.descriptors, descriptors, FEW);
    compare(leaks, "connections", 0, connections, 0);
    return leaks;
  }

  private static void compare(List<String> leaks, String what, long before, long now, long slack) {
    if (now > before + slack) {
      leaks.add(what + " grew from " + before + " to " + now);
    }
  }
}
