package plimsoll.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.flow.BatchSource;
import plimsoll.load.LoadPlan;
import plimsoll.model.Batch;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.online.compare.KeyRange;
import plimsoll.online.compare.MissingRows;
import plimsoll.online.compare.RangeSums;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.query.Query;
import plimsoll.query.ResultColumn;
import plimsoll.query.VectorValues;
import plimsoll.server.scan.ScanLimit;
import plimsoll.server.schema.ColumnWords;
import plimsoll.sql.query.CompiledInsert;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.CheckTable;
import plimsoll.sql.tree.RepairTable;
import plimsoll.sql.tree.SqlText;

/** CHECK and REPAIR: whether both sides of a table agree, and what one of them lacks. */
final class CompareStatements {
  private static final int MOST_KEY_TEXT = 200;

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final SessionAnswers answers;
  private final QueryStatements queries;

  CompareStatements(
      SqlServices services, SessionState session, Catalog catalog, QueryStatements queries) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.answers = new SessionAnswers(session, services.globals());
    this.queries = queries;
  }

  /**
   * What both sides showed at one moment.
   *
   * @param table as it was then
   * @param tables holds its files
   * @param online all rows of the online side
   * @param nowMicros the clock by which they expired
   */
  private record Moment(OnlineTable table, QueryTables tables, OnlineRows online, long nowMicros) {}

  /** What is done with both sides while they are held. */
  private interface Work {
    StatementResult of(BothSides sides, RangeSums sums, Moment moment);
  }

  /** One row for the whole table, and one for each range of keys that differs. */
  StatementResult check(CheckTable statement) {
    Table table = catalog.table(statement.table(), Privilege.SELECT);
    return compare(
        table,
        session.variables().queryTimeout(),
        (sides, sums, moment) ->
            new StatementResult.Rows(
                columns(), RowCursor.of(rows(table, sums)), warnings(sums, moment)));
  }

  /** The rows that one side lacks go there, as one load. None is ever removed. */
  StatementResult repair(RepairTable statement) {
    long begin = System.nanoTime();
    Table table = catalog.table(statement.table(), Privilege.INSERT);
    catalog.guard().require(table.name(), Privilege.SELECT);
    return services
        .repairs()
        .alone(
            table,
            () ->
                compare(
                    table,
                    session.variables().insertTimeout(),
                    (sides, sums, moment) ->
                        repair(statement.intoOnline(), sides, sums, moment, begin)));
  }

  private StatementResult repair(
      boolean online, BothSides sides, RangeSums sums, Moment moment, long begin) {
    List<String> warnings = warnings(sums, moment);
    if (sums.ranges().stream().noneMatch(KeyRange::differs)) {
      return StatementResult.Done.ok(warnings);
    }
    MissingRows missing = new MissingRows(sides, sums, online, moment.nowMicros());
    Table table = moment.table().table();
    LoadPlan plan = queries.plan(Label.generate("repair_"), table, missing, begin);
    StatementResult.Done done =
        LoadAnswer.run(plan.into(online ? Target.ONLINE : Target.OFFLINE), services, session);
    List<String> all = Stream.concat(done.warnings().stream(), warnings.stream()).toList();
    return new StatementResult.Done(
        done.affectedRows(), done.warningCount() + warnings.size(), done.info(), all);
  }

  private StatementResult compare(Table table, Duration timeout, Work work) {
    requireComparable(OnlineTable.of(table));
    services.engine().preload();
    ScanLimit limit = new ScanLimit(timeout);
    session.stopBy(limit::stop);
    try (QueryTables tables = new QueryTables(services, catalog.guard(), answers, false, limit)) {
      Moment moment =
          services.publisher().atRest(limit::check, () -> moment(table.name(), table.id(), tables));
      try (OnlineRows rows = moment.online()) {
        CompiledQuery all = allRows(moment).query();
        Query files = new Query(all.sql(), tables.scans(all), timeout);
        BothSides sides = new BothSides(moment.table(), rows, limit, services.engine(), files);
        session.stopBy(sides::stop);
        return work.of(sides, sums(sides, moment), moment);
      }
    }
  }

  /** No more than this is done while commits wait: the files are held, and the rows. */
  private Moment moment(TableName name, UUID id, QueryTables tables) {
    Table table =
        services
            .metastore()
            .table(name)
            .filter(found -> found.id().equals(id))
            .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, " It was dropped just now."));
    tables.hold(table);
    OnlineTable online = OnlineTable.of(table);
    long now = services.onlineScans().now();
    return new Moment(online, tables, services.onlineScans().all(online, now), now);
  }

  /** What expires by its arrival cannot be told of the files, which do not keep it. */
  private static void requireComparable(OnlineTable table) {
    OnlineIndex first = table.indexes().get(0);
    if (first.isByArrival() && (first.ttl().looksAtAge() || first.ttl().looksAtPlace())) {
      throw ErrorCode.REFUSED.with(
          "Rows of "
              + table.table().name()
              + " expire by the time of their arrival, which its files do not have: the sides cannot"
              + " be compared. Declare TS in the first index.");
    }
  }

  /** By name: another engine may have put the columns in another order. */
  private CompiledInsert allRows(Moment moment) {
    OnlineTable table = moment.table();
    String query =
        "SELECT "
            + table.schema().names().stream()
                .map(ColumnWords::name)
                .collect(Collectors.joining(", "))
            + " FROM "
            + QueryStatements.qualified(table.table().name());
    OnlineIndex first = table.indexes().get(0);
    if (RangeSums.filesMustBeOrdered(first)) {
      query +=
          first.keys().stream()
                  .map(key -> ColumnWords.name(table.schema().column(key).name()))
                  .collect(Collectors.joining(", ", " ORDER BY ", ", "))
              + ColumnWords.name(table.schema().column(first.time()).name())
              + " DESC";
    }
    return new QueryCompiler(moment.tables(), answers)
        .compileInsert(SqlText.of(query), table.table(), List.of(), session.database());
  }

  private static RangeSums sums(BothSides sides, Moment moment) {
    OnlineTable table = moment.table();
    RangeSums sums = new RangeSums(table, (batch, row) -> keyText(table, batch, row));
    try {
      try (BatchSource.Reader online = sides.online(sides.checking())) {
        sums.addOnline(online);
      }
      try (BatchSource.Reader offline = sides.offline(null, sides.checking())) {
        sums.addOffline(offline, moment.nowMicros());
      }
      return sums;
    } catch (IOException e) {
      throw IoFailures.explain(e, "both sides of " + table.table().name());
    }
  }

  /** As SQL would write it. */
  private static String keyText(OnlineTable table, Batch batch, int row) {
    String text =
        table.indexes().get(0).keys().stream()
            .map(key -> VectorValues.text(table.schema().column(key), batch.column(key), row))
            .collect(Collectors.joining(", "));
    return text.length() <= MOST_KEY_TEXT ? text : text.substring(0, MOST_KEY_TEXT) + "...";
  }

  private static List<ResultColumn> columns() {
    return List.of(
        new ResultColumn("Table", Scalar.STRING),
        new ResultColumn("From_key", Scalar.STRING),
        new ResultColumn("Before_key", Scalar.STRING),
        new ResultColumn("Online_rows", Scalar.BIGINT),
        new ResultColumn("Offline_rows", Scalar.BIGINT),
        new ResultColumn("State", Scalar.STRING));
  }

  private static List<@Nullable Object[]> rows(Table table, RangeSums sums) {
    List<KeyRange> ranges = sums.ranges();
    boolean agrees = ranges.stream().noneMatch(KeyRange::differs);
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(
        new @Nullable Object[] {
          table.name().toString(),
          null,
          null,
          ranges.stream().mapToLong(KeyRange::onlineRows).sum(),
          ranges.stream().mapToLong(KeyRange::offlineRows).sum(),
          agrees ? "agrees" : "differs"
        });
    for (int i = 0; i < ranges.size(); i++) {
      KeyRange range = ranges.get(i);
      if (range.differs()) {
        rows.add(
            new @Nullable Object[] {
              table.name().toString(),
              range.firstKey(),
              i + 1 < ranges.size() ? ranges.get(i + 1).firstKey() : null,
              range.onlineRows(),
              range.offlineRows(),
              "differs"
            });
      }
    }
    return rows;
  }

  private static List<String> warnings(RangeSums sums, Moment moment) {
    List<String> warnings = new ArrayList<>(moment.tables().lenience().lines());
    if (sums.timeless() > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d rows of the files of %s have NULL in the TS of an index: they cannot be online,"
                  + " and were left out.",
              sums.timeless(),
              moment.table().table().name()));
    }
    return warnings;
  }
}
