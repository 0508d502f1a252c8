package plimsoll.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code plimsoll bench}: comparisons with peers, crash rounds and soaks on this machine. */
@Command(
    name = "plimsoll bench",
    mixinStandardHelpOptions = true,
    description = "Measures Plimsoll on this machine.",
    subcommands = {
      CsvBench.class,
      SmallBench.class,
      OnlineBench.class,
      CrashBench.class,
      ConnectionsBench.class
    })
public final class Bench {
  private Bench() {}

  /** Runs one comparison and exits: 0 when all that was checked held, 1 when not. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }
}
