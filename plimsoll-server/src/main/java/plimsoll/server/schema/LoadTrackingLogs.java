package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.LoadRecord;
import plimsoll.sql.query.TableRead;

/** {@code load_tracking_logs}: why rows of a load were rejected; one row a load. */
final class LoadTrackingLogs extends SystemTable {
  /** Logs that one query opens. */
  private static final int MOST_LOGS = 100;

  LoadTrackingLogs() {
    super(
        "load_tracking_logs",
        new Columns()
            .numbers("ID", "JOB_ID")
            .texts("LABEL", "DATABASE_NAME", "TRACKING_LOG", "TYPE"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<LoadRecord> logged =
        viewer.loads(read, List.of("JOB_ID", "ID"), "DATABASE_NAME").stream()
            .filter(load -> load.errorLog() != null)
            .toList();
    if (logged.size() > MOST_LOGS) {
      throw ErrorCode.REFUSED.with(
          logged.size()
              + " loads have a tracking log, and a query reads at most "
              + MOST_LOGS
              + ". Say which: WHERE JOB_ID = ..., or LABEL = '...'.");
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (LoadRecord load : logged) {
      Optional<String> log = read.names("TRACKING_LOG") ? viewer.errorLog(load) : Optional.of("");
      log.ifPresent(text -> rows.add(row(load, text)));
    }
    return rows;
  }

  private static @Nullable Object[] row(LoadRecord load, String text) {
    return Row.of(
        load.id(), load.id(), load.label().text(), load.database(), text, load.kind().name());
  }
}
