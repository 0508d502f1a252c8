package plimsoll.cli;

import java.io.IOException;
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
import plimsoll.load.ErrorLogs;
import plimsoll.load.InputForm;
import plimsoll.load.RejectText;
import plimsoll.load.RejectedInput;
import plimsoll.load.RejectedRows;
import plimsoll.model.RejectedRow;

/** {@code plimsoll rejects}: the bad rows of a load, each with its place and reason. */
@Command(
    name = "rejects",
    description = {
      "Shows the rows that a load filtered, and why.",
      "  plimsoll rejects demo.trips-1 --format text",
      "  plimsoll rejects demo.trips-1 --format csv > bad.csv    repair them, then load bad.csv"
    })
final class RejectsCommand extends DirectoryCommand {
  private static final Pattern LOG_NAME = Pattern.compile("error_log_[0-9a-f]+_[0-9a-f]+");
  private static final List<String> COLUMNS =
      List.of("source", "line", "byte_offset", "column", "value", "error", "reason", "row");
  private static final List<String> KEYS =
      List.of(
          "source",
          "line",
          "byte_offset",
          "column",
          "value",
          "error",
          "reason",
          "hint",
          "raw",
          "raw_base64");

  /** How rows are written. */
  enum Format {
    TABLE,
    TEXT,
    CSV,
    JSON
  }

  @Parameters(paramLabel = "DATABASE.LABEL", description = "Which load.")
  String load = "";

  @Option(
      names = "--format",
      paramLabel = "table|text|csv|json",
      description =
          "table (default); text: each row with the value marked and what was expected; csv: the"
              + " rows as they were, to repair and load again; json: an object a row.")
  @Nullable Format format;

  @Option(names = "--csv", description = "Short for --format csv.")
  boolean csv;

  @Option(names = "--limit", paramLabel = "N", description = "At most N rows.")
  long limit = Long.MAX_VALUE;

  RejectsCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) throws IOException {
    String[] name = Names.label(load);
    String log = logOf(client, name[0], name[1]);
    try (RejectedRows rows = log == null ? () -> null : client.rejects(log)) {
      print(log == null ? rows : limited(rows, log));
    }
    return ExitCode.OK;
  }

  private void print(RejectedRows rows) throws IOException {
    switch (format()) {
      case TABLE -> print(rows, OutputFormat.TABLE.writer(terminal.out()), COLUMNS);
      case JSON -> print(rows, OutputFormat.JSON.writer(terminal.out()), KEYS);
      case CSV -> RejectedInput.write(rows, terminal.out());
      case TEXT -> {
        for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
          RejectText.lines(row).forEach(terminal.out()::println);
        }
      }
    }
  }

  private Format format() {
    Format said = format;
    return said != null ? said : csv ? Format.CSV : json ? Format.JSON : Format.TABLE;
  }

  /** As many as are asked for; if they cannot be read it is said which log that is. */
  private RejectedRows limited(RejectedRows rows, String log) {
    long[] left = {limit};
    return new RejectedRows() {
      @Override
      public Optional<InputForm> form() {
        return rows.form();
      }

      @Override
      public @Nullable RejectedRow next() {
        try {
          return left[0]-- > 0 ? rows.next() : null;
        } catch (IOException e) {
          throw ErrorLogs.unreadable(log, e);
        }
      }
    };
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

  private static void print(RejectedRows rows, RowWriter writer, List<String> columns)
      throws IOException {
    writer.begin(columns);
    for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
      writer.row(columns.equals(KEYS) ? object(row) : cells(row));
    }
    writer.end();
  }

  private static List<? extends @Nullable Object> cells(RejectedRow row) {
    return Arrays.asList(
        row.source(),
        row.line(),
        row.byteOffset(),
        row.column(),
        row.value(),
        row.error().name(),
        row.reason(),
        row.rawText());
  }

  private static List<? extends @Nullable Object> object(RejectedRow row) {
    boolean text = row.isText();
    return Arrays.asList(
        row.source(),
        row.line(),
        row.byteOffset(),
        row.column(),
        row.value(),
        row.error().name(),
        row.reason(),
        row.fault().hint(),
        text ? row.rawText() : null,
        text ? null : row.raw());
  }
}
