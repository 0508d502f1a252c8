package plimsoll.server.schema;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadParent;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableName;
import plimsoll.sql.query.TableRead;

/** {@code loads}: loads that run and records of those that ended. */
final class LoadsTable extends SystemTable {
  LoadsTable() {
    super(
        "loads",
        new Columns()
            .numbers("ID")
            .texts("LABEL", "PROFILE_ID", "DB_NAME", "TABLE_NAME", "USER", "WAREHOUSE")
            .words("STATE", "PROGRESS", "TYPE", "PRIORITY")
            .numbers("SCAN_ROWS", "SCAN_BYTES", "FILTERED_ROWS", "UNSELECTED_ROWS", "SINK_ROWS")
            .texts("RUNTIME_DETAILS")
            .times("CREATE_TIME", "LOAD_START_TIME", "LOAD_COMMIT_TIME", "LOAD_FINISH_TIME")
            .texts("PROPERTIES", "ERROR_MSG", "TRACKING_SQL", "REJECTED_RECORD_PATH")
            .numbers("JOB_ID"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (LoadRecord load : viewer.loads(read, List.of("JOB_ID", "ID"), "DB_NAME")) {
      rows.add(row(load));
    }
    return rows;
  }

  private static @Nullable Object[] row(LoadRecord load) {
    LoadCounts counts = load.counts();
    LocalDateTime started = Row.time(load.times().started());
    boolean ended = LoadWords.ended(load.state());
    LocalDateTime finished = ended ? Row.time(load.times().finished()) : null;
    return Row.of(
        load.id(),
        load.label().text(),
        null,
        load.database(),
        load.tables().stream().map(TableName::table).collect(Collectors.joining(",")),
        load.user(),
        "",
        LoadWords.state(load.state()),
        LoadWords.progress(load.state()),
        load.kind().name(),
        "NORMAL",
        counts.total(),
        counts.sourceBytes(),
        counts.filtered(),
        counts.unselected(),
        counts.loaded(),
        runtime(load),
        started,
        started,
        load.state().succeeded() ? finished : null,
        finished,
        JsonText.object(Map.of("statement", load.statement())),
        LoadWords.errorMessage(load),
        LoadWords.trackingSql(load),
        null,
        load.id());
  }

  private static String runtime(LoadRecord load) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("load_id", Long.toString(load.id()));
    details.put("txn_id", load.id());
    details.put("client_ip", load.origin());
    details.put("source", load.source());
    details.put("plan_time_ms", load.times().planMillis());
    details.put("receive_data_time_ms", load.times().readMillis());
    details.put("write_time_ms", load.times().writeMillis());
    details.put("commit_publish_time_ms", load.times().commitMillis());
    details.put("nulled_values", load.counts().nulled());
    details.put("written_bytes", load.counts().writtenBytes());
    details.put("digest", load.digest());
    details.put("notes", load.details());
    LoadParent parent = load.parent();
    if (parent != null) {
      details.put("parent_id", parent.id());
      details.put("parent_label", parent.label());
    }
    return JsonText.object(details);
  }
}
