package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import plimsoll.cli.terminal.Terminal;
import plimsoll.cli.terminal.Units;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.RejectGroup;
import plimsoll.model.LoadCounts;
import plimsoll.model.RejectedRow;
import plimsoll.model.TableName;

/** What a dry run found, for people and for programs. */
final class DryRunText {
  private static final int LINES_SHOWN = 5;

  private final TableName target;
  private final DryRunReport report;
  private final NewColumns columns;

  /**
   * A report's text.
   *
   * @param columns of the table that the load would create, if it would
   */
  DryRunText(TableName target, DryRunReport report, NewColumns columns) {
    this.target = target;
    this.report = report;
    this.columns = columns;
  }

  /** Prints it; the exit code is that of the load. */
  int print(Terminal terminal, boolean json) {
    PlimsollException failure = report.failure();
    if (json) {
      terminal.out().println(object());
    } else {
      print(terminal.out());
    }
    if (failure == null) {
      return ExitCode.OK;
    }
    if (!json) {
      terminal.err().println("plimsoll: the load would fail: " + failure.getMessage());
    }
    return ExitCode.of(failure.code().blame());
  }

  private void print(PrintStream out) {
    LoadCounts counts = report.counts();
    out.println(
        target
            + "  dry run: "
            + Units.counted(counts.loaded(), "row")
            + " would be loaded, "
            + Units.count(counts.filtered())
            + " filtered, "
            + Units.bytes(counts.sourceBytes())
            + " in "
            + Units.time(Duration.ofMillis(report.millis()))
            + ", about "
            + Units.bytes(counts.writtenBytes())
            + " on disk; nothing was written");
    report
        .nulled()
        .forEach(
            (column, count) ->
                out.println(
                    "  "
                        + Units.counted(count, "value")
                        + " of '"
                        + column
                        + "' would become NULL"));
    report.groups().forEach(group -> out.println("  " + line(group)));
    if (report.creates()) {
      columns.widened().forEach(each -> out.println("  " + each));
      out.println(TableText.create(target, columns.names(), columns.types()) + ";");
    }
  }

  private static String line(RejectGroup group) {
    return String.format(
        Locale.ROOT,
        "%s bad, %s%s: %s%s",
        Units.counted(group.count(), "row"),
        group.error(),
        group.column().isEmpty() ? "" : " in '" + group.column() + "'",
        group.first().stream()
            .limit(LINES_SHOWN)
            .map(DryRunText::place)
            .collect(Collectors.joining(", ")),
        group.count() > LINES_SHOWN ? ", ..." : "");
  }

  private static String place(RejectedRow row) {
    return "line " + row.line() + (row.value().isEmpty() ? "" : " '" + row.value() + "'");
  }

  private ObjectNode object() {
    LoadCounts counts = report.counts();
    PlimsollException failure = report.failure();
    ObjectNode object =
        JsonText.object()
            .put("status", failure == null ? "OK" : "FAILED")
            .put("dry_run", true)
            .put("table", target.toString())
            .put("loaded", counts.loaded())
            .put("filtered", counts.filtered())
            .put("unselected", counts.unselected())
            .put("nulled", counts.nulled())
            .put("bytes", counts.sourceBytes())
            .put("estimated_bytes", counts.writtenBytes())
            .put("millis", report.millis());
    if (failure != null) {
      object
          .put("code", failure.code().number())
          .put("error", failure.code().name())
          .put("message", failure.getMessage());
    }
    ObjectNode nulled = object.putObject("nulled_values");
    report.nulled().forEach(nulled::put);
    ArrayNode errors = object.putArray("errors");
    for (RejectGroup group : report.groups()) {
      ObjectNode each =
          errors
              .addObject()
              .put("column", group.column())
              .put("error", group.error().name())
              .put("count", group.count());
      ArrayNode first = each.putArray("first");
      group.first().forEach(row -> first.add(object(row)));
    }
    if (report.creates()) {
      object.put("create", TableText.create(target, columns.names(), columns.types()));
      columns.addTo(object);
    }
    return object;
  }

  private static ObjectNode object(RejectedRow row) {
    return JsonText.object()
        .put("source", row.source())
        .put("line", row.line())
        .put("byte_offset", row.byteOffset())
        .put("value", row.value())
        .put("reason", row.reason())
        .put("hint", row.fault().hint())
        .put("raw", row.rawText());
  }
}
