package plimsoll.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of other systems that may be installed here. */
final class Programs {
  private static final long LONGEST_START_SECONDS = 60;
  private static final int PAUSE_MILLIS = 20;

  private Programs() {}

  /** A program on the path, or below one of these directories; names in order of preference. */
  static Optional<Path> find(List<Path> directories, String... names) {
    List<Path> places = new ArrayList<>(directories);
    String path = System.getenv("PATH");
    for (String each : (path == null ? "" : path).split(File.pathSeparator)) {
      if (!each.isEmpty()) {
        places.add(Path.of(each));
      }
    }
    return Arrays.stream(names)
        .flatMap(name -> places.stream().map(place -> place.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Directories {@code parent/<version>/bin}, newest first, as Debian has them. */
  static List<Path> versions(Path parent) {
    try (Stream<Path> versions = Files.list(parent)) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Runs a program to its end. */
  static void run(Path log, List<String> command) throws IOException {
    run(log, command, "");
  }

  /** As above, with standard input. */
  static void run(Path log, List<String> command, String input) throws IOException {
    Process process = start(log, command);
    try (var in = process.outputWriter()) {
      in.write(input);
    }
    if (await(process) != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
    }
  }

  /** Starts a program; what it says goes to the log. */
  static Process start(Path log, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Asks a server until it answers. */
  static void awaitAnswer(Process server, Path log, List<String> question) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
    while (await(start(log, question)) != 0) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("the server did not start:\n" + Files.readString(log));
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
