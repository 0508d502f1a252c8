import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Uses the program as it is shipped, with the libraries that users have: what only tests depend on
 * hides in their class path what is missing there. Run from source as the last step of {@code
 * ./plimsoll test}.
 */
final class Trial {
  private static final int MOST_SECONDS = 120;
  private static final String ROWS = "id,city\n1,Rome\n2,Oslo\n3,Bern\n";

  private final String program;
  private final Path directory;

  private Trial(String program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** Argument: the launcher. Fails with what the first command that went wrong printed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("plimsoll-trial");
    try {
      Trial trial = new Trial(args[0], directory);
      trial.loads("cities.csv");
      trial.loads("cities.csv.gz", "gzip"); // notes the file's name in its header
      trial.loads("cities.csv.bz2", "bzip2");
      trial.writesAndReads("copy.parquet");
    } finally {
      delete(directory);
    }
  }

  /** Loads a file that a user's tool compressed. */
  private void loads(String file, String... tool) throws IOException, InterruptedException {
    Path plain = Files.writeString(directory.resolve("cities.csv"), ROWS);
    if (tool.length > 0) {
      run(tool[0], "-f", plain.toString());
    }
    loadsRows(file, "--create");
  }

  private void loadsRows(String file, String... options) throws IOException, InterruptedException {
    String table = table(file);
    List<String> load = new ArrayList<>(List.of("load", directory.resolve(file).toString()));
    load.addAll(List.of("--into", table));
    load.addAll(List.of(options));
    plimsoll(load.toArray(String[]::new));
    String answer = plimsoll("sql", "--csv", "SELECT count(*), sum(id), min(city) FROM " + table);
    if (!answer.strip().endsWith("3,6,Bern")) {
      throw new AssertionError(file + " came back as\n" + answer);
    }
  }

  private void writesAndReads(String file) throws IOException, InterruptedException {
    String target = "'" + directory.resolve(file) + "' OPTIONS (format='parquet')";
    plimsoll("sql", "SELECT * FROM demo.cities_csv INTO OUTFILE " + target);
    plimsoll("sql", "CREATE TABLE " + table(file) + " (id BIGINT, city STRING)");
    loadsRows(file);
  }

  private static String table(String file) {
    return "demo." + file.replace('.', '_');
  }

  private String plimsoll(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    return run(command.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path printed = Files.createTempFile("plimsoll-trial", ".out"); // a pipe would wait for its end
    try {
      Process process = start(command, printed);
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(printed);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? " failed:\n" : " did not end:\n";
        throw new AssertionError(String.join(" ", command) + how + text);
      }
      return text;
    } finally {
      Files.delete(printed);
    }
  }

  private static Process start(String[] command, Path printed) throws IOException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(printed.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException("the trial needs " + command[0] + ", which does not run", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
