package plimsoll.metastore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;

/** What commits decided to do to the online side of tables, until it is done there. */
final class OnlineChangeRows {
  private final Transaction transaction;

  OnlineChangeRows(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * Records changes under the next numbers; those of a table that has no online side are left out,
   * unless they begin it.
   *
   * @return the loads that wait for them
   */
  Set<Long> record(List<OnlineChange> changes) throws SQLException {
    Set<Long> waiting = new HashSet<>();
    List<OnlineChange> kept = new ArrayList<>();
    for (OnlineChange change : changes) {
      requireTable(change.table());
      if (change.kind() == OnlineChange.Kind.LOAD) {
        transaction.update(
            "INSERT INTO online_tables (table_uuid) VALUES (?) ON CONFLICT DO NOTHING",
            change.table().toString());
      }
      if (isOnline(change.table())) {
        kept.add(change);
        waiting.add(change.loadId());
      }
    }
    insert(kept);
    return waiting;
  }

  private void requireTable(UUID table) throws SQLException {
    boolean isThere =
        transaction
            .first("SELECT 1 FROM tables WHERE table_uuid = ?", row -> true, table.toString())
            .isPresent();
    if (!isThere) {
      throw ErrorCode.UNKNOWN_TABLE.with(table, " It was dropped.");
    }
  }

  boolean isOnline(UUID table) throws SQLException {
    return transaction
        .first("SELECT 1 FROM online_tables WHERE table_uuid = ?", row -> true, table.toString())
        .isPresent();
  }

  /** Records that a table goes, if it has an online side. */
  void drop(UUID table) throws SQLException {
    if (isOnline(table)) {
      transaction.update("DELETE FROM online_tables WHERE table_uuid = ?", table.toString());
      insert(List.of(OnlineChange.of(table, OnlineChange.Kind.DROP, 0, "")));
    }
  }

  private void insert(List<OnlineChange> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    transaction.update("UPDATE online_sequence SET last_number = last_number + ?", changes.size());
    long number = last() - changes.size();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (OnlineChange change : changes) {
      rows.add(
          new @Nullable Object[] {
            ++number,
            change.table().toString(),
            change.kind().name(),
            change.loadId(),
            change.text()
          });
    }
    transaction.updateAll(
        "INSERT INTO online_changes (change_number, table_uuid, change_kind, load_id, change_text)"
            + " VALUES (?, ?, ?, ?, ?)",
        rows);
  }

  private long last() throws SQLException {
    return transaction
        .first("SELECT last_number FROM online_sequence", row -> row.getLong(1))
        .orElseThrow();
  }

  OnlineProgress progress() throws SQLException {
    return transaction
        .first(
            "SELECT last_number,"
                + " COALESCE((SELECT MIN(change_number) - 1 FROM online_changes), last_number)"
                + " FROM online_sequence",
            row -> new OnlineProgress(row.getLong(2), row.getLong(1)))
        .orElseThrow();
  }

  /** Those that are not done, by number. */
  List<OnlineChange> all() throws SQLException {
    return transaction.query(
        "SELECT change_number, table_uuid, change_kind, load_id, change_text FROM online_changes"
            + " ORDER BY change_number",
        row ->
            new OnlineChange(
                row.getLong(1),
                UUID.fromString(row.getString(2)),
                OnlineChange.Kind.valueOf(row.getString(3)),
                row.getLong(4),
                row.getString(5)));
  }

  /** Forgets changes, and makes their loads visible. */
  void done(List<OnlineDone> done) throws SQLException {
    transaction.updateAll(
        "DELETE FROM online_changes WHERE change_number = ?",
        done.stream().map(one -> new @Nullable Object[] {one.change().number()}).toList());
    transaction.updateAll(
        "UPDATE loads SET load_state = 'VISIBLE', loaded_rows = loaded_rows - ?,"
            + " unselected_rows = unselected_rows + ?"
            + " WHERE load_id = ? AND load_state = 'COMMITTED'",
        done.stream()
            .map(
                one ->
                    new @Nullable Object[] {
                      one.notLoaded(), one.unselected(), one.change().loadId()
                    })
            .toList());
  }
}
