package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableName;
import plimsoll.sql.query.TableRead;

/** {@code stream_loads}: Stream Loads, in the columns of StarRocks' SHOW STREAM LOAD. */
final class StreamLoads extends SystemTable {
  StreamLoads() {
    super(
        "stream_loads",
        new Columns()
            .texts("LABEL")
            .numbers("ID")
            .texts("LOAD_ID")
            .numbers("TXN_ID")
            .texts("DB_NAME", "TABLE_NAME", "STATE", "ERROR_MSG", "TRACKING_URL")
            .numbers(
                "CHANNEL_NUM",
                "PREPARED_CHANNEL_NUM",
                "NUM_ROWS_NORMAL",
                "NUM_ROWS_AB_NORMAL",
                "NUM_ROWS_UNSELECTED",
                "NUM_LOAD_BYTES",
                "TIMEOUT_SECOND")
            .times(
                "CREATE_TIME_MS",
                "BEFORE_LOAD_TIME_MS",
                "START_LOADING_TIME_MS",
                "START_PREPARING_TIME_MS",
                "FINISH_PREPARING_TIME_MS",
                "END_TIME_MS")
            .texts("CHANNEL_STATE", "TYPE", "TRACKING_SQL"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (LoadRecord load : viewer.loads(read, List.of("ID", "TXN_ID"), "DB_NAME")) {
      if (load.kind() == LoadKind.STREAM) {
        rows.add(row(load, viewer));
      }
    }
    return rows;
  }

  private static @Nullable Object[] row(LoadRecord load, Viewer viewer) {
    LoadCounts counts = load.counts();
    Object started = Row.time(load.times().started());
    return Row.of(
        load.label().text(),
        load.id(),
        Long.toString(load.id()),
        load.id(),
        load.database(),
        load.tables().stream().map(TableName::table).collect(Collectors.joining(",")),
        LoadWords.state(load.state()),
        LoadWords.errorMessage(load),
        viewer.errorLogUrl(load),
        1L,
        1L,
        counts.loaded(),
        counts.filtered(),
        counts.unselected(),
        counts.sourceBytes(),
        null,
        started,
        started,
        started,
        null,
        null,
        LoadWords.ended(load.state()) ? Row.time(load.times().finished()) : null,
        "",
        "STREAM_LOAD",
        LoadWords.trackingSql(load));
  }
}
