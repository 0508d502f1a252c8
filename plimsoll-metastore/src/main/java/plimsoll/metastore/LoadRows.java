package plimsoll.metastore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.LoadFilter;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadParent;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.TableName;

/** Records of loads, with the tables they wrote to. */
final class LoadRows {
  private static final String INSERT =
      "INSERT INTO loads (load_id, database_id, label, label_generated, load_state, load_kind,"
          + " loaded_rows, filtered_rows, unselected_rows, nulled_values, source_bytes,"
          + " written_bytes, started_at, finished_at, plan_ms, read_ms, write_ms, commit_ms,"
          + " digest, abort_reason, user_name, origin, source, statement, details, error_log,"
          + " parent_id, parent_label)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private static final String INSERT_TABLE =
      "INSERT INTO load_tables (load_id, ordinal, database_name, table_name) VALUES (?, ?, ?, ?)";

  private static final String NEWEST_FIRST = " ORDER BY started_at DESC, load_id DESC LIMIT ?";

  private static final String ENDED =
      " FROM loads WHERE database_id = ? AND load_state IN ('VISIBLE', 'ABORTED')";

  static final String NEWEST_BEYOND =
      "SELECT finished_at, load_id"
          + ENDED
          + " ORDER BY finished_at DESC, load_id DESC LIMIT 1 OFFSET ?";

  static final String DUE =
      "SELECT load_id, label, label_generated"
          + ENDED
          + " AND (finished_at, load_id) <= (?, ?)"
          + " AND label NOT IN (SELECT load_label FROM jobs"
          + " WHERE ended_at IS NULL AND load_label IS NOT NULL)"
          + " ORDER BY finished_at, load_id LIMIT ?";

  private final Transaction transaction;

  LoadRows(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Adds records in states; the number of rows added for each: 0 where the id was there. */
  int[] insert(
      List<LoadRecord> loads, Function<LoadRecord, LoadState> state, Map<String, Long> databaseIds)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(loads.size());
    List<@Nullable Object[]> tables = new ArrayList<>(loads.size());
    for (LoadRecord load : loads) {
      rows.add(values(load, state.apply(load), databaseIds.get(load.database())));
    }
    int[] added = transaction.updateAll(INSERT, rows);
    for (int i = 0; i < added.length; i++) {
      if (added[i] == 1) {
        addTables(loads.get(i), tables);
      }
    }
    transaction.updateAll(INSERT_TABLE, tables);
    return added;
  }

  private static void addTables(LoadRecord load, List<@Nullable Object[]> rows) {
    for (int i = 0; i < load.tables().size(); i++) {
      TableName table = load.tables().get(i);
      rows.add(new @Nullable Object[] {load.id(), i, table.database(), table.table()});
    }
  }

  private static @Nullable Object[] values(
      LoadRecord load, LoadState state, @Nullable Long databaseId) {
    LoadCounts counts = load.counts();
    LoadTimes times = load.times();
    LoadParent parent = load.parent();
    return new @Nullable Object[] {
      load.id(),
      databaseId,
      load.label().text(),
      load.label().generated() ? 1 : 0,
      state.name(),
      load.kind().name(),
      counts.loaded(),
      counts.filtered(),
      counts.unselected(),
      counts.nulled(),
      counts.sourceBytes(),
      counts.writtenBytes(),
      times.started().toEpochMilli(),
      times.finished().toEpochMilli(),
      times.planMillis(),
      times.readMillis(),
      times.writeMillis(),
      times.commitMillis(),
      load.digest(),
      load.reason(),
      load.user(),
      load.origin(),
      load.source(),
      load.statement(),
      load.details(),
      load.errorLog(),
      parent == null ? null : parent.id(),
      parent == null ? null : parent.label()
    };
  }

  Optional<LoadRecord> byId(long id) throws SQLException {
    return select("SELECT * FROM loads WHERE load_id = ?", id).stream().findFirst();
  }

  /** Usually there is none: only an index is looked at then. */
  Optional<LoadRecord> lastAborted(long databaseId, Label label) throws SQLException {
    Optional<Long> id =
        transaction.first(
            "SELECT load_id FROM loads"
                + " WHERE database_id = ? AND label = ? AND load_state = 'ABORTED'"
                + NEWEST_FIRST,
            row -> row.getLong(1),
            databaseId,
            label.text(),
            1);
    return id.isPresent() ? byId(id.get()) : Optional.empty();
  }

  List<LoadRecord> newest(int limit) throws SQLException {
    return select("SELECT * FROM loads" + NEWEST_FIRST, limit);
  }

  List<LoadRecord> newest(long databaseId, int limit) throws SQLException {
    return select("SELECT * FROM loads WHERE database_id = ?" + NEWEST_FIRST, databaseId, limit);
  }

  /** Those of a database, or of all if null, that a filter admits; its own database is ignored. */
  List<LoadRecord> newest(@Nullable Long databaseId, LoadFilter filter, int limit)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    require("database_id = ?", databaseId, conditions, values);
    require("label = ?", filter.label(), conditions, values);
    require("load_id = ?", filter.id(), conditions, values);
    LoadFilter.Place behind = filter.behind();
    if (behind != null) {
      conditions.add("(started_at, load_id) < (?, ?)");
      values.addAll(List.of(behind.started(), behind.id()));
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    values.add(limit);
    return select("SELECT * FROM loads" + where + NEWEST_FIRST, values.toArray());
  }

  private static void require(
      String condition, @Nullable Object value, List<String> conditions, List<Object> values) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  /** A record that may be forgotten. */
  record Due(long loadId, long databaseId, Label label) {}

  /** Loads of one database that ended before a time, or before its last {@code kept}. */
  List<Due> due(long databaseId, Instant endedBefore, int kept, int most) throws SQLException {
    End last = new End(endedBefore.toEpochMilli() - 1, Long.MAX_VALUE);
    End beyond = newestBeyond(databaseId, kept).filter(last::isBefore).orElse(last);
    return transaction.query(
        DUE,
        row -> new Due(row.getLong(1), databaseId, new Label(row.getString(2), row.getInt(3) == 1)),
        databaseId,
        beyond.finishedMillis(),
        beyond.loadId(),
        most);
  }

  /** Loads of a database in the order of their ends; an index has that order. */
  private record End(long finishedMillis, long loadId) {
    boolean isBefore(End other) {
      return finishedMillis < other.finishedMillis
          || (finishedMillis == other.finishedMillis && loadId < other.loadId);
    }
  }

  private Optional<End> newestBeyond(long databaseId, int kept) throws SQLException {
    return transaction.first(
        NEWEST_BEYOND, row -> new End(row.getLong(1), row.getLong(2)), databaseId, kept);
  }

  void delete(List<Due> due) throws SQLException {
    transaction.updateAll(
        "DELETE FROM loads WHERE load_id = ?",
        due.stream().map(load -> new @Nullable Object[] {load.loadId()}).toList());
  }

  Set<String> errorLogs() throws SQLException {
    return Set.copyOf(
        transaction.query(
            "SELECT DISTINCT error_log FROM loads WHERE error_log IS NOT NULL",
            row -> row.getString(1)));
  }

  private List<LoadRecord> select(String loads, Object... values) throws SQLException {
    Map<Long, List<TableName>> tables = tables(loads, values);
    return transaction.query(
        "SELECT l.*, d.database_name FROM ("
            + loads
            + ") l JOIN databases d ON d.database_id = l.database_id"
            + " ORDER BY l.started_at DESC, l.load_id DESC",
        row -> read(row, tables),
        values);
  }

  private Map<Long, List<TableName>> tables(String loads, Object... values) throws SQLException {
    Map<Long, List<TableName>> byLoad = new HashMap<>();
    transaction.query(
        "SELECT load_id, database_name, table_name FROM load_tables"
            + " WHERE load_id IN (SELECT load_id FROM ("
            + loads
            + ") l) ORDER BY load_id, ordinal",
        row ->
            byLoad
                .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                .add(new TableName(row.getString(2), row.getString(3))),
        values);
    return byLoad;
  }

  private static LoadRecord read(ResultSet row, Map<Long, List<TableName>> tables)
      throws SQLException {
    long id = row.getLong("load_id");
    return new LoadRecord(
        id,
        row.getString("database_name"),
        new Label(row.getString("label"), row.getInt("label_generated") == 1),
        LoadState.valueOf(row.getString("load_state")),
        LoadKind.valueOf(row.getString("load_kind")),
        List.copyOf(tables.getOrDefault(id, List.of())),
        counts(row),
        times(row),
        row.getString("digest"),
        row.getString("abort_reason"),
        row.getString("user_name"),
        row.getString("origin"),
        row.getString("source"),
        row.getString("statement"),
        row.getString("details"),
        row.getString("error_log"),
        parent(row));
  }

  private static @Nullable LoadParent parent(ResultSet row) throws SQLException {
    long id = row.getLong("parent_id");
    return row.wasNull() ? null : new LoadParent(id, row.getString("parent_label"));
  }

  private static LoadCounts counts(ResultSet row) throws SQLException {
    return new LoadCounts(
        row.getLong("loaded_rows"),
        row.getLong("filtered_rows"),
        row.getLong("unselected_rows"),
        row.getLong("nulled_values"),
        row.getLong("source_bytes"),
        row.getLong("written_bytes"));
  }

  private static LoadTimes times(ResultSet row) throws SQLException {
    return new LoadTimes(
        Instant.ofEpochMilli(row.getLong("started_at")),
        Instant.ofEpochMilli(row.getLong("finished_at")),
        row.getLong("plan_ms"),
        row.getLong("read_ms"),
        row.getLong("write_ms"),
        row.getLong("commit_ms"));
  }
}
