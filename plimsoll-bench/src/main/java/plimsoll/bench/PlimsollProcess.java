package plimsoll.bench;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@code plimsoll} command in a process of its own: a server with this JVM's flags and more,
 * any other command as its user starts it.
 */
final class PlimsollProcess implements Closeable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int LOOK_MILLIS = 20;

  private final Process process;
  private final int port;
  private final int queryPort;
  private final Path log;

  private PlimsollProcess(Process process, int port, int queryPort, Path log) {
    this.process = process;
    this.port = port;
    this.queryPort = queryPort;
    this.log = log;
  }

  /** Starts a server and waits until it answers. */
  static PlimsollProcess server(Path dataDirectory, Path log) throws IOException {
    return server(dataDirectory, log, List.of());
  }

  /** As above, with more flags for its JVM. */
  static PlimsollProcess server(Path dataDirectory, Path log, List<String> flags)
      throws IOException {
    return server(dataDirectory, log, flags, List.of());
  }

  /** As above, with more arguments of the command. */
  static PlimsollProcess server(
      Path dataDirectory, Path log, List<String> flags, List<String> arguments) throws IOException {
    int port = freePort();
    int queryPort = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "server",
                "--data",
                dataDirectory.toString(),
                "--http-port",
                Integer.toString(port),
                "--mysql-port",
                Integer.toString(queryPort)));
    command.addAll(arguments);
    Process process = start(log, flags, command.toArray(String[]::new));
    PlimsollProcess server = new PlimsollProcess(process, port, queryPort, log);
    server.awaitHealth();
    return server;
  }

  /** One command by the launcher, which chooses the flags of its JVM. */
  static PlimsollProcess command(Path log, String... arguments) throws IOException {
    Path program = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(program.resolveSibling("../bin/plimsoll").normalize().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = appendingTo(log, command);
    return new PlimsollProcess(builder.start(), 0, 0, log);
  }

  private static Process start(Path log, List<String> flags, String... arguments)
      throws IOException {
    return java(log, flags, "plimsoll.cli.Main", arguments).start();
  }

  /** A class of this program, to be started with this JVM's own flags and some more. */
  static ProcessBuilder java(Path log, List<String> flags, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return appendingTo(log, command);
  }

  private static ProcessBuilder appendingTo(Path log, List<String> command) {
    File output = log.toFile();
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .redirectError(ProcessBuilder.Redirect.appendTo(output));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitHealth() throws IOException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException("the server did not start:\n" + Files.readString(log));
      }
      pause();
    }
  }

  private boolean answers() {
    try (Client client = client()) {
      return client.healthy();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The process, to look at. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A new connection to the server. */
  Client client() throws IOException {
    return new Client(port);
  }

  /** Where it speaks MySQL's protocol. */
  int queryPort() {
    return queryPort;
  }

  /** Its number in the operating system. */
  long pid() {
    return process.pid();
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() throws IOException {
    process.destroyForcibly();
    await();
  }

  /** Waits for the process to end, but not for long; whether it did. */
  boolean endsSoon() throws IOException {
    try {
      return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Waits for the process to end; its exit code. */
  int await() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Most memory it ever held, in bytes; 0 where the system does not tell. */
  long peakRss() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /** SIGTERM, and waits. */
  @Override
  public void close() throws IOException {
    process.destroy();
    await();
  }
}
