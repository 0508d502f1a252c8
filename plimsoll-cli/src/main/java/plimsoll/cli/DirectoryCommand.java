package plimsoll.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.RemoteServer;
import plimsoll.cli.client.ServerClient;
import plimsoll.cli.terminal.Terminal;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;

/** What commands on a data directory have in common. */
abstract class DirectoryCommand implements Callable<Integer> {
  private static final Path DEFAULT_DATA = Path.of("plimsoll-data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "plimsoll-data",
      description = "Data directory; default: ./plimsoll-data.")
  Path data = DEFAULT_DATA;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings to open the directory with, as the server's --config.")
  @Nullable Path config;

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
    } catch (Exception | Error e) {
      return Failures.report(terminal, json, e);
    } finally {
      terminal.out().flush();
    }
  }

  /** Whoever this command is to ask: the server named, or who holds the directory now. */
  final Client open() {
    return server().<Client>map(ServerClient::new).orElseGet(this::openDirectory);
  }

  private Client openDirectory() {
    if (!makesDirectory() && !data.equals(DEFAULT_DATA) && !Files.exists(data)) {
      throw ErrorCode.BAD_OPTION.with(
          "There is no data directory "
              + data
              + ". plimsoll load and plimsoll server make one; this command only looks into one.");
    }
    Settings settings = config == null ? Settings.defaults() : Settings.read(config);
    return connector.open(data, settings);
  }

  /** Whether a directory that was named and is not there is made, and not taken for a typo. */
  boolean makesDirectory() {
    return false;
  }

  /** The server that was named, if one was; a password is asked for once. */
  private Optional<RemoteServer> server() {
    if (!looked) {
      server = serverFlags.server(connector.home());
      looked = true;
    }
    return server;
  }

  /** Whether the command works through a server that was named, and not on a directory. */
  final boolean namesServer() {
    return server().isPresent();
  }

  /** Another command on this directory or server, as one types it. */
  final String command(String words) {
    String where =
        namesServer()
            ? serverFlags.words()
            : (data.equals(DEFAULT_DATA) ? "" : " --data " + data)
                + (config == null ? "" : " --config " + config);
    return "plimsoll " + words + where;
  }

  /** The command's work; an exception is reported and becomes the exit code. */
  abstract int run(Client client) throws Exception;
}
