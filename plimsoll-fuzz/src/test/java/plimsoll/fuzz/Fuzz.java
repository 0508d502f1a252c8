package plimsoll.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ./plimsoll fuzz}: runs Jazzer on one target for a time, or makes its corpus small again.
 *
 * <p>A run begins with the corpus, the inputs of the other modules' tests and what earlier runs
 * found; what it finds lies in {@code target/fuzz}. Only {@code --minimize} changes the corpus.
 */
public final class Fuzz {
  private static final String USAGE =
      "Usage: plimsoll fuzz TARGET [--minutes N]   fuzzes; 10 minutes unless told otherwise\n"
          + "       plimsoll fuzz TARGET --minimize    the corpus as small as it can be, with what"
          + " runs found\n"
          + "Targets: "
          + Arrays.stream(Target.values()).map(Target::directory).collect(Collectors.joining(", "));

  private static final int DEFAULT_MINUTES = 10;

  /** A hang, and not a machine that does much else. */
  private static final int HANG_SECONDS = 60;

  /**
   * Guides inputs through regular expressions, of which no parser here has one: 4 times the time.
   */
  private static final String SLOW_HOOKS =
      "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks";

  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: *(\\d+)");

  private final Target target;
  private final Path corpus;
  private final Path found;
  private final Path findings;
  private final Path seeds;
  private long executions;

  private Fuzz(Target target) throws IOException {
    Path work = Path.of("target", "fuzz", target.directory()).toAbsolutePath();
    this.target = target;
    this.corpus = Files.createDirectories(Corpus.directory(target)).toAbsolutePath();
    this.found = Files.createDirectories(work.resolve("found"));
    this.findings = Files.createDirectories(work.resolve("findings"));
    this.seeds = Files.createDirectories(work.resolve("seeds"));
  }

  /** Arguments as in the usage. Exit code 1 if there are new findings, 2 for wrong arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = List.of(arguments);
    if (words.size() == 2 && words.get(0).equals("--class-path")) {
      Files.writeString(Path.of(words.get(1)), System.getProperty("java.class.path"));
      return; // called by the build, which knows it; the script needs it
    }
    Target target = words.isEmpty() ? null : Target.of(words.get(0)).orElse(null);
    if (target == null) {
      exit(2, USAGE);
    } else if (words.size() == 1) {
      new Fuzz(target).fuzz(DEFAULT_MINUTES);
    } else if (words.size() == 2 && words.get(1).equals("--minimize")) {
      new Fuzz(target).minimize();
    } else if (words.size() == 3
        && words.get(1).equals("--minutes")
        && words.get(2).matches("[1-9]\\d{0,4}")) {
      new Fuzz(target).fuzz(Integer.parseInt(words.get(2)));
    } else {
      exit(2, USAGE);
    }
  }

  private static void exit(int code, String message) {
    System.out.println(message);
    System.exit(code);
  }

  // ---- a run

  private void fuzz(int minutes) throws IOException, InterruptedException {
    writeSeeds();
    long before = count(findings);
    long start = System.nanoTime();
    jazzer(
        List.of(
            "-max_total_time=" + minutes * 60,
            "-max_len=" + target.longest(),
            found.toString(),
            corpus.toString(),
            seeds.toString()));
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    long fresh = count(findings) - before;
    String summary =
        String.format(
            Locale.ROOT,
            "plimsoll fuzz %s: %,d executions in %d:%02d minutes, %d new findings%s",
            target.directory(),
            executions,
            seconds / 60,
            seconds % 60,
            fresh,
            fresh == 0 ? "." : " in " + findings + "; see above.");
    exit(fresh == 0 ? 0 : 1, summary);
  }

  private void writeSeeds() throws IOException {
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(seeds.resolve(String.format(Locale.ROOT, "%04d", number++)), seed);
    }
  }

  private static long count(Path findings) throws IOException {
    try (Stream<Path> files = Files.list(findings)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("(crash|timeout|oom)-.*"))
          .count();
    }
  }

  // ---- the corpus

  /** Keeps the smallest inputs that together reach all that the corpus and the runs reached. */
  private void minimize() throws IOException, InterruptedException {
    writeSeeds();
    Path small = Files.createTempDirectory(found.getParent(), "small");
    jazzer(
        List.of(
            "-merge=1", small.toString(), corpus.toString(), found.toString(), seeds.toString()));
    try (Stream<Path> old = Files.list(corpus)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    long bytes = 0;
    List<Path> kept;
    try (Stream<Path> files = Files.list(small)) {
      kept = files.toList();
    }
    for (Path file : kept) {
      bytes += Files.size(file);
      Files.move(file, corpus.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.delete(small);
    System.out.printf(
        Locale.ROOT, "%s holds %d inputs of %,d bytes.%n", corpus, kept.size(), bytes);
  }

  // ---- Jazzer

  /** In a process of its own, since it ends its process; shows what it says. */
  private void jazzer(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.type().getName());
    command.add("--instrumentation_includes=plimsoll.**");
    command.add("--custom_hook_includes=plimsoll.**");
    command.add("--disabled_hooks=" + SLOW_HOOKS);
    if (!target.isTraced()) {
      command.add("--trace=cov");
    }
    command.add("--keep_going=100");
    command.add("--reproducer_path=" + findings);
    command.add("-artifact_prefix=" + findings + "/");
    command.add("-timeout=" + HANG_SECONDS);
    command.add("-print_final_stats=1");
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(this::show);
    }
    process.waitFor();
  }

  private void show(String line) {
    System.out.println(line);
    Matcher executed = EXECUTED.matcher(line);
    if (executed.matches()) {
      executions = Long.parseLong(executed.group(1)); // the last one counts all
    }
  }
}
