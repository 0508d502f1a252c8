package plimsoll.metastore;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/** Databases, and the Iceberg namespace that each of them is. */
final class DatabaseRows {
  private final Transaction transaction;

  DatabaseRows(Transaction transaction) {
    this.transaction = transaction;
  }

  void create(String name, Map<String, String> properties, long now) throws SQLException {
    if (id(name).isPresent()) {
      throw ErrorCode.DATABASE_EXISTS.with(name);
    }
    long id =
        transaction
            .first("SELECT COALESCE(MAX(database_id), 0) + 1 FROM databases", row -> row.getLong(1))
            .orElseThrow();
    transaction.update(
        "INSERT INTO databases (database_id, database_name, created_at) VALUES (?, ?, ?)",
        id,
        name,
        now);
    transaction.updateAll(
        "INSERT INTO database_properties (database_id, property_key, property_value)"
            + " VALUES (?, ?, ?)",
        properties.entrySet().stream()
            .map(entry -> new @Nullable Object[] {id, entry.getKey(), entry.getValue()})
            .toList());
    addNamespace(name);
  }

  /** Another engine may have made the namespace already. */
  private void addNamespace(String name) throws SQLException {
    transaction.update(
        "INSERT INTO iceberg_namespace_properties"
            + " (catalog_name, namespace, property_key, property_value)"
            + " VALUES (?, ?, 'exists', 'true') ON CONFLICT DO NOTHING",
        PointerRows.CATALOG,
        name);
  }

  void drop(String name) throws SQLException {
    long id = require(name);
    int tables = tables(id, name);
    if (tables > 0) {
      throw ErrorCode.DATABASE_NOT_EMPTY.with(name, tables);
    }
    transaction.update("DELETE FROM databases WHERE database_id = ?", id);
    transaction.update(
        "DELETE FROM iceberg_namespace_properties WHERE catalog_name = ? AND namespace = ?",
        PointerRows.CATALOG,
        name);
  }

  /** Tables of ours, and of other engines in the same namespace. */
  private int tables(long id, String name) throws SQLException {
    return transaction
        .query(
            "SELECT table_name FROM tables WHERE database_id = ?"
                + " UNION SELECT table_name FROM iceberg_tables"
                + " WHERE catalog_name = ? AND table_namespace = ?",
            row -> row.getString(1),
            id,
            PointerRows.CATALOG,
            name)
        .size();
  }

  List<String> names() throws SQLException {
    List<String> names =
        transaction.query("SELECT database_name FROM databases", row -> row.getString(1));
    names.sort(Comparator.naturalOrder());
    return names;
  }

  List<Long> ids() throws SQLException {
    return transaction.query("SELECT database_id FROM databases", row -> row.getLong(1));
  }

  Optional<Long> id(String name) throws SQLException {
    return transaction.first(
        "SELECT database_id FROM databases WHERE database_name = ?", row -> row.getLong(1), name);
  }

  long require(String name) throws SQLException {
    Optional<Long> id = id(name);
    if (id.isEmpty()) {
      throw ErrorCode.UNKNOWN_DATABASE.with(name, Nearest.sentence(name, names()));
    }
    return id.get();
  }
}
