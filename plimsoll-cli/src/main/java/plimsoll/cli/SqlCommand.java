package plimsoll.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.shell.Shell;
import plimsoll.cli.shell.StatementSession;
import plimsoll.cli.shell.StatementSplitter;
import plimsoll.cli.terminal.Terminal;

/** {@code plimsoll sql}: one statement, a script on standard input, or a shell. */
@Command(
    name = "sql",
    description = {
      "Runs one statement, or those on standard input, or an interactive shell.",
      "  plimsoll sql \"SELECT count(*) FROM demo.flights\"",
      "  plimsoll sql < script.sql"
    })
final class SqlCommand extends DirectoryCommand {
  @Parameters(
      paramLabel = "STATEMENT",
      arity = "0..1",
      description = "What to run. Without it: standard input, or a shell if you type.")
  @Nullable String statement;

  @Option(names = "--csv", description = "Print CSV with a header line.")
  boolean csv;

  @Option(names = "--db", paramLabel = "NAME", description = "Current database.")
  @Nullable String database;

  SqlCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) throws IOException {
    if (statement != null) {
      script(client, statement);
    } else if (terminal.inIsTty() && terminal.outIsTty()) {
      new Shell(client, terminal, format(), database).run();
    } else {
      script(client, new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8));
    }
    return ExitCode.OK;
  }

  private void script(Client client, String text) throws IOException {
    StatementSplitter splitter = new StatementSplitter();
    StatementSession session = new StatementSession(client, terminal, format(), database);
    for (String each : splitter.all(text)) {
      session.run(each);
    }
  }

  private OutputFormat format() {
    return csv ? OutputFormat.CSV : json ? OutputFormat.JSON : OutputFormat.TABLE;
  }
}
