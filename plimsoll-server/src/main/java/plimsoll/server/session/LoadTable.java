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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.LoadFilter;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.query.ResultColumn;
import plimsoll.server.schema.LoadWords;
import plimsoll.server.schema.VisibleLoads;
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

  /** Rows that are not worth to be thrown away. */
  private static final int FEW = 100;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Function<String, String> errorLogUrl;
  private final Predicate<@Nullable Object[]> wanted;
  private final Comparator<@Nullable Object[]> order;
  private final long offset;

  /** Rows up to the last that is shown. */
  private final long needed;

  private List<@Nullable Object[]> rows = new ArrayList<>();

  /**
   * What that statement asks for, of the loads that it is given.
   *
   * @param errorLogUrl address of an error log by its name
   */
  LoadTable(ShowLoad statement, Function<String, String> errorLogUrl) {
    this.errorLogUrl = errorLogUrl;
    this.wanted = filter(statement.filters());
    this.order = order(statement.order());
    this.offset = statement.offset();
    long limit = statement.limit().orElse(Long.MAX_VALUE);
    this.needed = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
  }

  /** Those that can be among the statement's rows; more do no harm. */
  static LoadFilter filter(ShowLoad statement, String database) {
    String label =
        statement.filters().stream()
            .filter(filter -> filter.kind() == ShowLoad.Filter.Kind.LABEL_IS)
            .map(ShowLoad.Filter::text)
            .findFirst()
            .orElse(null);
    return new LoadFilter(database, label, null);
  }

  private static ResultColumn column(String name) {
    return new ResultColumn(name, Scalar.STRING);
  }

  /** Takes a load. REFUSED if there are too many to show. */
  void add(LoadRecord load) {
    boolean ended = LoadWords.ended(load.state());
    @Nullable Object[] row = row(load, ended ? time(load.times().finished()) : "N/A");
    if (!wanted.test(row)) {
      return;
    }
    rows.add(row);
    if (needed > VisibleLoads.MOST) {
      VisibleLoads.requireFew(rows.size(), "WHERE LABEL = '...', or LIMIT ...");
    } else if (rows.size() > 2 * needed + FEW) {
      rows = first();
    }
  }

  private List<@Nullable Object[]> first() {
    return rows.stream()
        .sorted(order)
        .limit(needed)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** The statement's rows. */
  List<@Nullable Object[]> rows() {
    return first().stream().skip(offset).toList();
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
