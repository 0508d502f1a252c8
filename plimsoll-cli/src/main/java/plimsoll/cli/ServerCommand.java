package plimsoll.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import plimsoll.cli.terminal.Terminal;

/** {@code plimsoll server}. */
@Command(name = "server", description = "Serves a data directory over HTTP until stopped.")
final class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;

  ServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Failures.report(
        terminal, false, plimsoll.error.ErrorCode.UNSUPPORTED.with("server", ""));
  }
}
