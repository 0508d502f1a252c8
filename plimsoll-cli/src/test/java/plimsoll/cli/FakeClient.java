package plimsoll.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.LabelState;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.cli.terminal.Meter;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectReader;
import plimsoll.load.RejectedRows;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadState;
import plimsoll.server.http.SqlDesk;

/** Answers statements from a list, remembers what it was asked. */
final class FakeClient implements Client {
  final List<String> statements = new ArrayList<>();
  final Map<String, List<List<@Nullable Object>>> answers = new LinkedHashMap<>();
  @Nullable LoadRequest loaded;
  @Nullable LoadRequest dry;
  DryRunReport dryRun = new DryRunReport(LoadCounts.ZERO, List.of(), Map.of(), true, 0, null);
  @Nullable PlimsollException failure;
  @Nullable String errorLog;
  long filtered;

  /** The first row names the columns. */
  void answer(String statement, List<?>... rows) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    for (List<?> row : rows) {
      all.add(new ArrayList<>(row));
    }
    answers.put(statement, all);
  }

  @Override
  public SqlDesk.Answer sql(
      @Nullable String database, Map<String, String> variables, String statement) {
    statements.add(
        (database == null ? "" : database + ": ")
            + (variables.isEmpty() ? "" : variables + " ")
            + statement);
    if (statement.startsWith("FAIL")) {
      throw ErrorCode.valueOf(statement.substring(5)).reported("it failed");
    }
    return new Rows(answers.getOrDefault(statement, List.of()));
  }

  @Override
  public LoadOutcome load(LoadRequest request, Consumer<Meter> started) {
    loaded = request;
    return new LoadOutcome(
        request.target(),
        request.label().text(),
        10,
        filtered,
        0,
        1234,
        800,
        errorLog,
        null,
        failure);
  }

  @Override
  public DryRunReport dryRun(LoadRequest request, Consumer<Meter> started) {
    dry = request;
    return dryRun;
  }

  @Override
  public LabelState label(String database, Label label) {
    return new LabelState(LoadState.UNKNOWN, "");
  }

  /** What {@link #rejects} reads. */
  String rejected = "";

  @Override
  public RejectedRows rejects(String log) {
    statements.add("rejects " + log);
    if (rejected.isEmpty()) {
      throw ErrorCode.FILE_NOT_FOUND.with(log, "");
    }
    try {
      return new RejectReader(
          log, new ByteArrayInputStream(rejected.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private static final class Rows implements SqlDesk.Answer {
    private final List<SqlDesk.Column> columns;
    private final Iterator<List<@Nullable Object>> rows;

    Rows(List<List<@Nullable Object>> all) {
      List<@Nullable Object> names = all.isEmpty() ? Arrays.asList() : all.get(0);
      columns = names.stream().map(name -> new SqlDesk.Column("" + name, "STRING")).toList();
      rows = all.stream().skip(1).iterator();
    }

    @Override
    public List<SqlDesk.Column> columns() {
      return columns;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
      return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public long scanRows() {
      return -1;
    }

    @Override
    public long scanBytes() {
      return -1;
    }

    @Override
    public void close() {}
  }
}
