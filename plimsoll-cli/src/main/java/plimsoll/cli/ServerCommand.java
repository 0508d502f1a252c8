package plimsoll.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import plimsoll.cli.terminal.Terminal;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;

/** {@code plimsoll server}: holds a data directory and serves it until told to stop. */
@Command(
    name = "server",
    description = "Serves a data directory to HTTP and MySQL clients until stopped.")
final class ServerCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory; default: ./plimsoll-data.")
  Path data = Path.of("plimsoll-data");

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, lines key = value.")
  @Nullable Path config;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on; 127.0.0.1 by default. One that other machines reach, as :: for"
              + " every one, needs a password of root, and TLS.")
  @Nullable String host;

  @Option(names = "--http-port", paramLabel = "PORT", description = "0 takes a free one.")
  @Nullable String httpPort;

  @Option(
      names = {"--mysql-port", "--query-port"},
      paramLabel = "PORT",
      description = "0 takes a free one.")
  @Nullable String queryPort;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  private final Terminal terminal;

  ServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    RunningServer server;
    try {
      server = RunningServer.start(data, settings());
    } catch (RuntimeException e) {
      return Failures.report(terminal, false, e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "plimsoll-stop"));
    terminal
        .out()
        .println(
            "Plimsoll "
                + Main.Version.text()
                + " serves "
                + data
                + " at "
                + server.url()
                + ", MySQL clients at port "
                + server.queryPort()
                + " (Ctrl-C stops it)");
    terminal.out().flush();
    new CountDownLatch(1).await(); // a signal ends the process, and its hook the server
    return ExitCode.OK;
  }

  private Settings settings() {
    Settings base = config == null ? Settings.defaults() : Settings.read(config);
    Map<String, String> given = new HashMap<>();
    if (host != null) {
      given.put(Settings.HOST.key(), host);
    }
    if (httpPort != null) {
      given.put(Settings.HTTP_PORT.key(), httpPort);
    }
    if (queryPort != null) {
      given.put(Settings.QUERY_PORT.key(), queryPort);
    }
    return base.with(given);
  }
}
