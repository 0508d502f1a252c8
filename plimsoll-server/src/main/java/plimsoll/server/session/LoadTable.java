package plimsoll.server.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.load.RunningLoad;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.query.ResultColumn;
import plimsoll.server.schema.LoadWords;
import plimsoll.sql.tree.ShowLoad;

/** The rows of SHOW LOAD. Source: StarRocks' columns and words; every kind of load is shown. */
final class LoadTable {
  static final List<ResultColumn> COLUMNS =
      List.of(
          new ResultColumn("JobId", Scalar.BIGINT),
          column("Label"),
          column("State"),
          column("Progress"),
          column("Type"),
          column("Priority"),
          column("EtlInfo"),
          column("TaskInfo"),
          column("ErrorMsg"),
          column("CreateTime"),
          column("EtlStartTime"),
          column("EtlFinishTime"),
          column("LoadStartTime"),
          column("LoadFinishTime"),
          column("URL"),
          column("JobDetails"));

  private static final List<String> STATES =
      List.of("PENDING", "QUEUEING", "ETL", "LOADING", "PREPARED", "FINISHED", "CANCELLED");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Function<String, String> errorLogUrl;

  /** Rows whose error logs are found at that address. */
  LoadTable(Function<String, String> errorLogUrl) {
    this.errorLogUrl = errorLogUrl;
  }

  private static ResultColumn column(String name) {
    return new ResultColumn(name, Scalar.STRING);
  }

  /** What the statement asks for, of these loads. */
  List<@Nullable Object[]> rows(
      ShowLoad statement, List<LoadRecord> finished, List<RunningLoad> running) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    running.forEach(load -> rows.add(row(load.record(), "N/A")));
    finished.forEach(load -> rows.add(row(load, time(load.times().finished()))));
    return rows.stream()
        .filter(filter(statement.filters()))
        .sorted(order(statement.order()))
        .skip(statement.offset())
        .limit(statement.limit().orElse(Long.MAX_VALUE))
        .toList();
  }

  private @Nullable Object[] row(LoadRecord load, String finishTime) {
    String started = time(load.times().started());
    LoadCounts counts = load.counts();
    return new @Nullable Object[] {
      load.id(),
      load.label().text(),
      LoadWords.state(load.state()),
      LoadWords.progress(load.state()),
      load.kind().name(),
      "NORMAL",
      "unselected.rows="
          + counts.unselected()
          + "; dpp.abnorm.ALL="
          + counts.filtered()
          + "; dpp.norm.ALL="
          + counts.loaded(),
      "tables:" + String.join(",", load.tables().stream().map(Object::toString).toList()),
      LoadWords.errorMessage(load),
      started,
      started,
      started,
      started,
      finishTime,
      load.errorLog() == null ? null : errorLogUrl.apply(load.errorLog()),
      details(load)
    };
  }

  private static String details(LoadRecord load) {
    LoadCounts counts = load.counts();
    return "{\"ScannedRows\":"
        + counts.total()
        + ",\"TaskNumber\":1,\"FileSize\":"
        + counts.sourceBytes()
        + ",\"SinkRows\":"
        + counts.loaded()
        + ",\"InternalTableLoadBytes\":"
        + counts.writtenBytes()
        + LoadWords.parent(load)
        + "}";
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static Predicate<@Nullable Object[]> filter(List<ShowLoad.Filter> filters) {
    Predicate<@Nullable Object[]> all = row -> true;
    for (ShowLoad.Filter filter : filters) {
      all = all.and(filter(filter));
    }
    return all;
  }

  private static Predicate<@Nullable Object[]> filter(ShowLoad.Filter filter) {
    return switch (filter.kind()) {
      case LABEL_IS -> row -> filter.text().equals(row[1]);
      case LABEL_LIKE -> {
        Predicate<String> like = Like.names(Optional.of("%" + filter.text() + "%"));
        yield row -> like.test(String.valueOf(row[1]));
      }
      case STATE_IS -> {
        String wanted = filter.text().toUpperCase(Locale.ROOT);
        if (!STATES.contains(wanted)) {
          throw ErrorCode.BAD_OPTION.with(
              "'"
                  + filter.text()
                  + "' is no state of a load."
                  + Nearest.hint(wanted, STATES)
                  + " States: "
                  + String.join(", ", STATES)
                  + ".");
        }
        yield row -> wanted.equals(row[2]);
      }
    };
  }

  private static Comparator<@Nullable Object[]> order(List<ShowLoad.SortItem> items) {
    Comparator<@Nullable Object[]> order = null;
    for (ShowLoad.SortItem item : items) {
      Comparator<@Nullable Object[]> next = by(position(item), item.descending());
      order = order == null ? next : order.thenComparing(next);
    }
    return order == null ? by(0, false) : order;
  }

  private static int position(ShowLoad.SortItem item) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      if (COLUMNS.get(i).name().equalsIgnoreCase(item.column().text())) {
        return i;
      }
    }
    List<String> names = COLUMNS.stream().map(ResultColumn::name).toList();
    String written = item.column().text();
    throw ErrorCode.UNKNOWN_COLUMN.with(written, "SHOW LOAD", Nearest.hint(written, names));
  }

  private static Comparator<@Nullable Object[]> by(int column, boolean descending) {
    Comparator<@Nullable Object[]> order =
        column == 0
            ? Comparator.comparing(row -> row[0] instanceof Long id ? id : 0L)
            : Comparator.comparing(row -> row[column] == null ? "" : String.valueOf(row[column]));
    return descending ? order.reversed() : order;
  }
}
