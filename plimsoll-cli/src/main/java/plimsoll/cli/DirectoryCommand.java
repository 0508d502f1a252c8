package plimsoll.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.ServerClient;
import plimsoll.cli.terminal.Terminal;

/** What commands on a data directory have in common. */
abstract class DirectoryCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "plimsoll-data",
      description = "Data directory; default: ./plimsoll-data.")
  Path data = Path.of("plimsoll-data");

  @Mixin ServerFlags serverFlags = new ServerFlags();

  @Option(names = "--json", description = "Print JSON, one object a line, for programs.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  final Terminal terminal;
  final Connector connector;

  DirectoryCommand(Terminal terminal, Connector connector) {
    this.terminal = terminal;
    this.connector = connector;
  }

  @Override
  public final Integer call() {
    try (Client client = open()) {
      return run(client);
    } catch (Exception e) {
      return Failures.report(terminal, json, e);
    } finally {
      terminal.out().flush();
    }
  }

  private Client open() {
    return serverFlags
        .server()
        .<Client>map(ServerClient::new)
        .orElseGet(() -> connector.open(data));
  }

  /** Another command on this directory, as one types it. */
  final String command(String words) {
    return data.equals(Path.of("plimsoll-data"))
        ? "plimsoll " + words
        : "plimsoll " + words + " --data " + data;
  }

  /** The command's work; an exception is reported and becomes the exit code. */
  abstract int run(Client client) throws Exception;
}
