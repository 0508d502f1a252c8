package plimsoll.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code plimsoll} command: arguments in, exit code out. */
@Command(
    name = "plimsoll",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Loads data whole or not at all, once per label.")
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  /** The version the build wrote into our jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"Plimsoll " + (version == null ? "(development)" : version)};
    }
  }
}
