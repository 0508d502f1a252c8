package plimsoll.metastore;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import plimsoll.commit.Metastore.Touched;
import plimsoll.model.TableName;

/** Lives of the server, and the tables in whose directories each of them may have left files. */
final class EpochRows {
  private final Transaction transaction;

  EpochRows(Transaction transaction) {
    this.transaction = transaction;
  }

  long open(long now) throws SQLException {
    long epoch = newest() + 1;
    transaction.update("INSERT INTO epochs (epoch, opened_at) VALUES (?, ?)", epoch, now);
    return epoch;
  }

  /** 0 before the first. */
  long newest() throws SQLException {
    return transaction
        .first("SELECT COALESCE(MAX(epoch), 0) FROM epochs", row -> row.getLong(1))
        .orElseThrow();
  }

  void touch(Touched touched) throws SQLException {
    transaction.update(
        "INSERT INTO touched_tables (epoch, table_uuid, database_name, table_name)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        touched.epoch(),
        touched.tableId().toString(),
        touched.table().database(),
        touched.table().table());
  }

  void untouch(Touched touched) throws SQLException {
    transaction.update(
        "DELETE FROM touched_tables WHERE epoch = ? AND table_uuid = ?",
        touched.epoch(),
        touched.tableId().toString());
  }

  /** Oldest first. */
  List<Touched> touchedBefore(long epoch) throws SQLException {
    List<Touched> touches =
        transaction.query(
            "SELECT epoch, database_name, table_name, table_uuid FROM touched_tables"
                + " WHERE epoch < ?",
            row ->
                new Touched(
                    row.getLong(1),
                    new TableName(row.getString(2), row.getString(3)),
                    UUID.fromString(row.getString(4))),
            epoch);
    touches.sort(Comparator.comparingLong(Touched::epoch).thenComparing(Touched::tableId));
    return touches;
  }
}
