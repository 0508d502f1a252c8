package plimsoll.metastore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore.PointerMovedException;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * Iceberg's table pointers: rows of {@code iceberg_tables} that other engines read and move too.
 *
 * <p>Source: {@code org.apache.iceberg.jdbc.JdbcUtil}, schema version V1.
 */
final class PointerRows {
  /** The name under which a stock JDBC catalog must be opened to see these tables. */
  static final String CATALOG = "plimsoll";

  private static final String IS_TABLE = " AND (iceberg_type = 'TABLE' OR iceberg_type IS NULL)";

  private static final String IS_OURS =
      " AND EXISTS (SELECT 1 FROM tables t"
          + " JOIN databases d ON d.database_id = t.database_id"
          + " WHERE t.table_uuid = ? AND t.table_name = ? AND d.database_name = ?)";

  private static final String SWAP =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND metadata_location = ?"
          + IS_TABLE
          + IS_OURS;

  private static final String FIND =
      "SELECT metadata_location FROM iceberg_tables"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + IS_TABLE;

  private final Transaction transaction;

  PointerRows(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Whether a table or view of that name is there, whoever made it. */
  boolean exists(TableName name) throws SQLException {
    return transaction
        .first(
            "SELECT 1 FROM iceberg_tables"
                + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?",
            row -> true,
            CATALOG,
            name.database(),
            name.table())
        .isPresent();
  }

  Optional<String> find(TableName name) throws SQLException {
    return find(FIND, CATALOG, name.database(), name.table());
  }

  Optional<String> find(Table table) throws SQLException {
    TableName name = table.name();
    return find(
        FIND + IS_OURS,
        CATALOG,
        name.database(),
        name.table(),
        table.id().toString(),
        name.table(),
        name.database());
  }

  private Optional<String> find(String sql, Object... values) throws SQLException {
    return transaction.query(sql, row -> Optional.ofNullable(row.getString(1)), values).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of tables of ours, whose rows are in {@code tables} too. */
  List<String> some(int most) throws SQLException {
    return transaction.query(
        "SELECT i.metadata_location FROM iceberg_tables i"
            + " JOIN databases d ON d.database_name = i.table_namespace"
            + " JOIN tables t ON t.database_id = d.database_id AND t.table_name = i.table_name"
            + " WHERE i.catalog_name = ? AND i.metadata_location IS NOT NULL LIMIT ?",
        row -> row.getString(1),
        CATALOG,
        most);
  }

  void insert(TableName name, String location) throws SQLException {
    transaction.update(
        "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name,"
            + " metadata_location, previous_metadata_location, iceberg_type)"
            + " VALUES (?, ?, ?, ?, NULL, 'TABLE')",
        CATALOG,
        name.database(),
        name.table(),
        location);
  }

  void delete(TableName name) throws SQLException {
    transaction.update(
        "DELETE FROM iceberg_tables"
            + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
            + IS_TABLE,
        CATALOG,
        name.database(),
        name.table());
  }

  /** The pointer goes with its table; where another engine removed it there is none. */
  void rename(TableName from, TableName to) throws SQLException {
    transaction.update(
        "UPDATE iceberg_tables SET table_name = ?"
            + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
            + IS_TABLE,
        to.table(),
        CATALOG,
        from.database(),
        from.table());
  }

  /** Moves every pointer from where it must be, in a table that is still the same. */
  void swap(List<PointerChange> changes) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(changes.size());
    for (PointerChange change : changes) {
      TableName name = change.table().name();
      rows.add(
          new @Nullable Object[] {
            change.to(),
            change.from(),
            CATALOG,
            name.database(),
            name.table(),
            change.from(),
            change.table().id().toString(),
            name.table(),
            name.database()
          });
    }
    int[] moved = transaction.updateAll(SWAP, rows);
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] != 1) {
        throw new PointerMovedException(changes.get(i).table().name());
      }
    }
  }
}
