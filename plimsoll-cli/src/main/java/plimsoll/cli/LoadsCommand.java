package plimsoll.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.render.RowWriter;
import plimsoll.cli.terminal.Terminal;
import plimsoll.server.http.SqlDesk;

/** {@code plimsoll loads}: what was loaded and what is being loaded, newest first. */
@Command(name = "loads", description = "Lists loads, newest first.")
final class LoadsCommand extends DirectoryCommand {
  private static final List<String> COLUMNS =
      List.of(
          "load", "table", "state", "rows", "filtered", "bytes", "started", "finished", "reason");

  /** SHOW LOAD gives counts inside a text, as StarRocks does. */
  private static final Pattern LOADED = Pattern.compile("dpp\\.norm\\.ALL=(\\d+)");

  private static final Pattern FILTERED = Pattern.compile("dpp\\.abnorm\\.ALL=(\\d+)");
  private static final Pattern BYTES = Pattern.compile("\"FileSize\":(\\d+)");

  @Parameters(
      paramLabel = "DATABASE",
      arity = "0..1",
      description = "Only loads of this database; default: all.")
  @Nullable String database;

  LoadsCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) throws IOException {
    RowWriter writer = (json ? OutputFormat.JSON : OutputFormat.TABLE).writer(terminal.out());
    writer.begin(COLUMNS);
    for (String each : databases(client)) {
      String statement = "SHOW LOAD FROM " + Names.quoted(each) + " ORDER BY JobId DESC";
      for (Map<String, @Nullable Object> load : rows(client, statement)) {
        writer.row(row(each, load));
      }
    }
    writer.end();
    return ExitCode.OK;
  }

  private List<String> databases(Client client) {
    if (database != null) {
      return List.of(database);
    }
    List<String> names = new ArrayList<>();
    try (SqlDesk.Answer answer = client.sql(null, "SHOW DATABASES")) {
      for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
        String name = String.valueOf(row.get(0));
        if (!name.toLowerCase(Locale.ROOT).equals("information_schema")) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Rows by the names of their columns, so that new columns of the statement change nothing. */
  static List<Map<String, @Nullable Object>> rows(Client client, String statement) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (SqlDesk.Answer answer = client.sql(null, statement)) {
      for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
        Map<String, @Nullable Object> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < row.size(); i++) {
          named.put(answer.columns().get(i).name(), row.get(i));
        }
        rows.add(named);
      }
    }
    return rows;
  }

  private static List<@Nullable Object> row(String database, Map<String, @Nullable Object> load) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(database + "." + load.get("Label"));
    row.add(text(load, "TaskInfo").replaceFirst("^tables:", ""));
    row.add(load.get("State"));
    row.add(number(LOADED, text(load, "EtlInfo")));
    row.add(number(FILTERED, text(load, "EtlInfo")));
    row.add(number(BYTES, text(load, "JobDetails")));
    row.add(load.get("CreateTime"));
    row.add(load.get("LoadFinishTime"));
    row.add(text(load, "ErrorMsg").replaceFirst("^type:\\w+; msg:", ""));
    return row;
  }

  /** Rows that a row of SHOW LOAD says were loaded. */
  static long loaded(Map<String, @Nullable Object> load) {
    return orZero(number(LOADED, text(load, "EtlInfo")));
  }

  /** Rows that it says were bad. */
  static long filtered(Map<String, @Nullable Object> load) {
    return orZero(number(FILTERED, text(load, "EtlInfo")));
  }

  /** Bytes that it says were read. */
  static long bytes(Map<String, @Nullable Object> load) {
    return orZero(number(BYTES, text(load, "JobDetails")));
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static String text(Map<String, @Nullable Object> load, String column) {
    Object value = load.get(column);
    return value == null ? "" : value.toString();
  }

  private static @Nullable Long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Long.valueOf(found.group(1)) : null;
  }
}
