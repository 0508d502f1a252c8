package plimsoll.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import plimsoll.cli.client.Clients;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/** The {@code plimsoll} command: arguments in, exit code out. */
@Command(
    name = "plimsoll",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Loads data whole or not at all, once per label.",
    footer = {
      "",
      "In a source tree also: test, format, dist, bench, fuzz.",
      "Exit codes: 0 done, 2 the request or its data is wrong, 3 not allowed, 4 a limit is reached,",
      "5 something outside failed, 70 a bug."
    })
public final class Main {
  /** Made one by one: looking at all of them by reflection would cost every start. */
  private static final Map<String, BiFunction<Terminal, Connector, Object>> COMMANDS =
      new LinkedHashMap<>();

  static {
    COMMANDS.put("load", LoadCommand::new);
    COMMANDS.put("import", ImportCommand::new);
    COMMANDS.put("guess", (terminal, connector) -> new GuessCommand(terminal));
    COMMANDS.put("sql", SqlCommand::new);
    COMMANDS.put("server", (terminal, connector) -> new ServerCommand(terminal));
    COMMANDS.put("loads", LoadsCommand::new);
    COMMANDS.put("rejects", RejectsCommand::new);
  }

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int code = run(args, terminal, Clients::open);
    terminal.out().flush();
    System.exit(code);
  }

  static int run(String[] args, Terminal terminal, Connector connector) {
    String name = args.length == 0 ? "--help" : args[0];
    BiFunction<Terminal, Connector, Object> command = COMMANDS.get(name);
    if (command != null) {
      CommandLine line = new CommandLine(command.apply(terminal, connector));
      line.setCommandName("plimsoll " + name);
      return execute(line, terminal, List.of(args).subList(1, args.length));
    }
    if (!name.startsWith("-")) {
      return Failures.report(
          terminal,
          false,
          ErrorCode.BAD_OPTION.with(
              "Unknown command '"
                  + name
                  + "'."
                  + Nearest.hint(name, COMMANDS.keySet())
                  + " See plimsoll --help."));
    }
    return execute(all(terminal, connector), terminal, List.of(name));
  }

  /** With every command, for the list of them. */
  private static CommandLine all(Terminal terminal, Connector connector) {
    CommandLine line = new CommandLine(new Main());
    COMMANDS.forEach(
        (name, command) -> line.addSubcommand(name, command.apply(terminal, connector)));
    return line;
  }

  private static int execute(CommandLine line, Terminal terminal, List<String> args) {
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          terminal.err().println("plimsoll: " + wrong.getMessage());
          CommandLine.UnmatchedArgumentException.printSuggestions(wrong, writer(terminal.err()));
          terminal.err().println("See " + wrong.getCommandLine().getCommandName() + " --help.");
          return ExitCode.SENDER;
        });
    line.setExecutionExceptionHandler(
        (thrown, at, parsed) -> Failures.report(terminal, false, thrown));
    try {
      return line.execute(args.toArray(String[]::new));
    } catch (Error e) { // picocli hands exceptions on, not errors
      return Failures.report(terminal, false, e);
    }
  }

  private static PrintWriter writer(PrintStream to) {
    return new PrintWriter(to, true, StandardCharsets.UTF_8);
  }

  /** The version the build wrote into our jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Plimsoll " + text()};
    }

    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "(development)" : version;
    }
  }
}
