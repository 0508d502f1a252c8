package plimsoll.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.RemoteServer;
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
  private final Connector connector;
  private Optional<RemoteServer> server = Optional.empty();
  private boolean looked; // for the server

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

  /** Whoever this command is to ask: the server named, or who holds the directory now. */
  final Client open() {
    return server().<Client>map(ServerClient::new).orElseGet(() -> connector.open(data));
  }

  /** The server that was named, if one was; a password is asked for once. */
  private Optional<RemoteServer> server() {
    if (!looked) {
      server = serverFlags.server();
      looked = true;
    }
    return server;
  }

  /** Another command on this directory or server, as one types it. */
  final String command(String words) {
    String where =
        server().isPresent()
            ? serverFlags.words()
            : data.equals(Path.of("plimsoll-data")) ? "" : " --data " + data;
    return "plimsoll " + words + where;
  }

  /** The command's work; an exception is reported and becomes the exit code. */
  abstract int run(Client client) throws Exception;
}
