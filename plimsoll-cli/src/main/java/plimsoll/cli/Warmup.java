package plimsoll.cli;

/**
 * Runs the usual commands once, so that the build can archive the classes they load. Not for users.
 */
public final class Warmup {
  private Warmup() {}

  /** Argument: a scratch directory. */
  public static void main(String[] args) {
    System.exit(new picocli.CommandLine(Main.class).execute("--version"));
  }
}
