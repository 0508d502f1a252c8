package plimsoll.storage.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The process that holds a data directory, as it wrote itself down.
 *
 * @param pid process id
 * @param httpPort where it answers HTTP, or {@link #NONE}
 * @param mysqlPort where it speaks MySQL, or {@link #NONE}
 */
public record Holder(long pid, int httpPort, int mysqlPort) {
  /** Not listening. */
  public static final int NONE = 0;

  /** This process, without ports. */
  static Holder self() {
    return new Holder(ProcessHandle.current().pid(), NONE, NONE);
  }

  /** For messages: {@code process 123 (HTTP port 8030)}. */
  public String describe() {
    return httpPort == NONE ? "process " + pid : "process " + pid + " (HTTP port " + httpPort + ")";
  }

  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  String format() {
    return String.format(
        Locale.ROOT, "pid=%d%nhttp_port=%d%nmysql_port=%d%n", pid, httpPort, mysqlPort);
  }

  /** Empty when the text is not, or not yet, what {@link #format} writes. */
  static Optional<Holder> parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1]));
    try {
      return Optional.of(
          new Holder(
              Long.parseLong(values.getOrDefault("pid", "")),
              Integer.parseInt(values.getOrDefault("http_port", "")),
              Integer.parseInt(values.getOrDefault("mysql_port", ""))));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
