package plimsoll.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.RejectGroup;
import plimsoll.model.Fault;
import plimsoll.model.LoadCounts;
import plimsoll.model.RejectedRow;

/**
 * The JSON that ends a dry run: the keys of a Stream Load's answer, and what only a dry run tells.
 * docs/http.md repeats it.
 */
public final class DryRunAnswer {
  private static final int MOST_RAW = 200;

  private DryRunAnswer() {}

  static byte[] of(String label, DryRunReport report, long received) {
    PlimsollException failure = report.failure();
    LoadCounts counts = report.counts();
    ObjectNode answer =
        Json.object()
            .put("TxnId", -1)
            .put("Label", label)
            .put("Status", failure == null ? "Success" : "Fail")
            .put("Message", failure == null ? "OK" : failure.getMessage())
            .put("DryRun", true)
            .put("NumberTotalRows", counts.total())
            .put("NumberLoadedRows", counts.loaded())
            .put("NumberFilteredRows", counts.filtered())
            .put("NumberUnselectedRows", counts.unselected())
            .put("NumberNulledValues", counts.nulled())
            .put("LoadBytes", received)
            .put("CreatesTable", report.creates())
            .put("EstimatedBytes", counts.writtenBytes())
            .put("LoadTimeMs", report.millis());
    ObjectNode nulled = answer.putObject("NulledValues");
    report.nulled().forEach(nulled::put);
    ArrayNode rejects = answer.putArray("Rejects");
    report.groups().forEach(group -> rejects.add(json(group)));
    return Json.pretty(answer);
  }

  private static ObjectNode json(RejectGroup group) {
    ObjectNode json =
        Json.object()
            .put("Column", group.column())
            .put("Error", group.error().name())
            .put("Count", group.count());
    ArrayNode first = json.putArray("First");
    for (RejectedRow row : group.first()) {
      String raw = row.rawText();
      first
          .addObject()
          .put("Source", row.source())
          .put("Line", row.line())
          .put("ByteOffset", row.byteOffset())
          .put("Value", row.value())
          .put("Reason", row.reason())
          .put("Hint", row.fault().hint())
          .put("Raw", raw.substring(0, Math.min(raw.length(), MOST_RAW)));
    }
    return json;
  }

  /**
   * What an answer says.
   *
   * @param failure why the load would fail, as the answer's code and message tell
   */
  public static DryRunReport parse(JsonNode answer, @Nullable PlimsollException failure) {
    LoadCounts counts =
        new LoadCounts(
            answer.path("NumberLoadedRows").asLong(),
            answer.path("NumberFilteredRows").asLong(),
            answer.path("NumberUnselectedRows").asLong(),
            answer.path("NumberNulledValues").asLong(),
            answer.path("LoadBytes").asLong(),
            answer.path("EstimatedBytes").asLong());
    Map<String, Long> nulled = new TreeMap<>();
    answer
        .path("NulledValues")
        .properties()
        .forEach(each -> nulled.put(each.getKey(), each.getValue().asLong()));
    List<RejectGroup> groups = new ArrayList<>();
    answer.path("Rejects").forEach(group -> groups.add(group(group)));
    return new DryRunReport(
        counts,
        groups,
        nulled,
        answer.path("CreatesTable").asBoolean(),
        answer.path("LoadTimeMs").asLong(),
        failure);
  }

  private static RejectGroup group(JsonNode json) {
    String column = json.path("Column").asText();
    ErrorCode error = ErrorCode.valueOf(json.path("Error").asText());
    List<RejectedRow> first = new ArrayList<>();
    for (JsonNode row : json.path("First")) {
      Fault fault =
          new Fault(
              error,
              row.path("Reason").asText(),
              row.path("Hint").asText(),
              column,
              row.path("Value").asText());
      first.add(
          new RejectedRow(
              row.path("Source").asText(),
              row.path("Line").asLong(),
              row.path("ByteOffset").asLong(),
              fault,
              row.path("Raw").asText().getBytes(StandardCharsets.UTF_8)));
    }
    return new RejectGroup(column, error, json.path("Count").asLong(), first);
  }
}
