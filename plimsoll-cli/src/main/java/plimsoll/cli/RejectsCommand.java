package plimsoll.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.render.RowWriter;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.model.RejectedRow;
import plimsoll.server.http.ErrorLogs;

/** {@code plimsoll rejects}: the bad rows of a load, each with its place and reason. */
@Command(name = "rejects", description = "Shows the rows that a load filtered, and why.")
final class RejectsCommand extends DirectoryCommand {
  private static final Pattern LOG_NAME = Pattern.compile("error_log_[0-9a-f]+_[0-9a-f]+");
  private static final List<String> COLUMNS =
      List.of("source", "line", "byte_offset", "column", "value", "error", "reason", "row");

  @Parameters(paramLabel = "DATABASE.LABEL", description = "Which load.")
  String load = "";

  @Option(names = "--csv", description = "Print CSV with a header line.")
  boolean csv;

  @Option(names = "--limit", paramLabel = "N", description = "At most N rows.")
  long limit = Long.MAX_VALUE;

  RejectsCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) throws IOException {
    String[] name = Names.label(load);
    OutputFormat format = csv ? OutputFormat.CSV : json ? OutputFormat.JSON : OutputFormat.TABLE;
    RowWriter writer = format.writer(terminal.out());
    writer.begin(COLUMNS);
    String log = logOf(client, name[0], name[1]);
    if (log != null) {
      requireHere(log);
      print(log, writer);
    }
    writer.end();
    return ExitCode.OK;
  }

  /** A log of another machine must not be looked for, or found, here. */
  private void requireHere(String log) {
    Optional<URI> address = addressOf(log);
    if (address.isPresent()) {
      throw ErrorCode.FILE_NOT_FOUND.with(
          log, " It lies on the server, which shows it at " + address.get());
    }
  }

  /** Name of the load's log; null if it filtered nothing. */
  private static @Nullable String logOf(Client client, String database, String label) {
    String statement =
        "SHOW LOAD FROM " + Names.quoted(database) + " WHERE LABEL = " + Names.text(label);
    List<Map<String, @Nullable Object>> found = LoadsCommand.rows(client, statement);
    if (found.isEmpty()) {
      throw ErrorCode.UNKNOWN_LABEL.with(label, database);
    }
    Object url = found.get(found.size() - 1).get("URL"); // the latest of those that were aborted
    Matcher name = LOG_NAME.matcher(String.valueOf(url));
    return name.find() ? name.group() : null;
  }

  private void print(String log, RowWriter writer) throws IOException {
    try (ErrorLogs.Rows rows = Rejects.open(data, log)) {
      long left = limit;
      for (RejectedRow row = rows.next(); row != null && left > 0; row = rows.next(), left--) {
        writer.row(
            Arrays.asList(
                row.source(),
                row.line(),
                row.byteOffset(),
                row.column(),
                row.value(),
                row.error().name(),
                row.reason(),
                row.raw()));
      }
    }
  }
}
