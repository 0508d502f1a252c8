package plimsoll.metastore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.PartitionField;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Ttl;

/** Writes tables as declared; {@link TableReader} reads them. */
final class TableRows {
  /** What {@code columns.default_kind} says of a constant. */
  static final String CONSTANT = "CONSTANT";

  /** What {@code columns.default_kind} says of the load's start time. */
  static final String CURRENT_TIMESTAMP = "CURRENT_TIMESTAMP";

  /** Tables that hold what hangs on a table. */
  private static final List<String> DETAILS =
      List.of(
          "columns",
          "table_keys",
          "partition_fields",
          "table_properties",
          "index_keys",
          "table_indexes");

  private final Transaction transaction;

  TableRows(Transaction transaction) {
    this.transaction = transaction;
  }

  boolean exists(long databaseId, String name) throws SQLException {
    return transaction
        .first(
            "SELECT 1 FROM tables WHERE database_id = ? AND table_name = ?",
            row -> true,
            databaseId,
            name)
        .isPresent();
  }

  List<String> names(long databaseId) throws SQLException {
    return transaction.query(
        "SELECT table_name FROM tables WHERE database_id = ?", row -> row.getString(1), databaseId);
  }

  void insert(long databaseId, Table table, long now) throws SQLException {
    transaction.update(
        "INSERT INTO tables"
            + " (table_uuid, database_id, table_name, key_kind, table_comment, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        table.id().toString(),
        databaseId,
        table.name().table(),
        table.keyKind().name(),
        table.comment(),
        now);
    insertColumns(table);
    insertKeys(table);
    insertPartitioning(table);
    insertProperties(table);
    insertIndexes(table);
  }

  /** Deletes the table of that name and identity, with all that hangs on it; false if none. */
  boolean delete(String database, String name, UUID id) throws SQLException {
    return transaction.update(
            "DELETE FROM tables WHERE table_uuid = ? AND table_name = ? AND database_id ="
                + " (SELECT database_id FROM databases WHERE database_name = ?)",
            id.toString(),
            name,
            database)
        == 1;
  }

  /** Replaces all that hangs on a table that is there; its name stays. */
  void replace(Table table) throws SQLException {
    String id = table.id().toString();
    transaction.update(
        "UPDATE tables SET table_comment = ? WHERE table_uuid = ?", table.comment(), id);
    for (String kind : DETAILS) {
      transaction.update("DELETE FROM " + kind + " WHERE table_uuid = ?", id);
    }
    insertColumns(table);
    insertKeys(table);
    insertPartitioning(table);
    insertProperties(table);
    insertIndexes(table);
  }

  /** Renames the table of that name and identity; false if there is none. */
  boolean rename(TableName from, Table renamed) throws SQLException {
    return transaction.update(
            "UPDATE tables SET table_name = ? WHERE table_uuid = ? AND table_name = ?"
                + " AND database_id = (SELECT database_id FROM databases WHERE database_name = ?)",
            renamed.name().table(),
            renamed.id().toString(),
            from.table(),
            from.database())
        == 1;
  }

  private void insertColumns(Table table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Column column : table.schema().columns()) {
      rows.add(
          new @Nullable Object[] {
            table.id().toString(),
            rows.size(),
            column.fieldId(),
            column.name(),
            DataTypes.format(column.type()),
            column.nullable() ? 1 : 0,
            defaultKind(column.defaultValue()),
            defaultText(column.defaultValue()),
            column.comment()
          });
    }
    transaction.updateAll(
        "INSERT INTO columns (table_uuid, ordinal, field_id, column_name, data_type, is_nullable,"
            + " default_kind, default_text, column_comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static @Nullable String defaultKind(@Nullable DefaultValue value) {
    if (value == null) {
      return null;
    }
    if (value instanceof DefaultValue.PerRow perRow) {
      return perRow.name();
    }
    return value instanceof DefaultValue.Constant ? CONSTANT : CURRENT_TIMESTAMP;
  }

  private static @Nullable String defaultText(@Nullable DefaultValue value) {
    return value instanceof DefaultValue.Constant constant ? constant.text() : null;
  }

  private void insertKeys(Table table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String key : table.keys()) {
      rows.add(new @Nullable Object[] {table.id().toString(), rows.size(), key});
    }
    transaction.updateAll(
        "INSERT INTO table_keys (table_uuid, ordinal, column_name) VALUES (?, ?, ?)", rows);
  }

  private void insertPartitioning(Table table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (PartitionField field : table.partitioning()) {
      rows.add(
          new @Nullable Object[] {
            table.id().toString(),
            rows.size(),
            field.column(),
            field.transform().name(),
            field.width()
          });
    }
    transaction.updateAll(
        "INSERT INTO partition_fields (table_uuid, ordinal, column_name, transform, width)"
            + " VALUES (?, ?, ?, ?, ?)",
        rows);
  }

  private void insertProperties(Table table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Map.Entry<String, String> property : table.properties().entrySet()) {
      rows.add(
          new @Nullable Object[] {table.id().toString(), property.getKey(), property.getValue()});
    }
    transaction.updateAll(
        "INSERT INTO table_properties (table_uuid, property_key, property_value)"
            + " VALUES (?, ?, ?)",
        rows);
  }

  private void insertIndexes(Table table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<@Nullable Object[]> keys = new ArrayList<>();
    for (IndexDefinition index : table.indexes()) {
      int ordinal = rows.size();
      Ttl ttl = index.ttl();
      rows.add(
          new @Nullable Object[] {
            table.id().toString(),
            ordinal,
            index.time(),
            ttl.kind().name(),
            ttl.minutes(),
            ttl.newest()
          });
      for (int i = 0; i < index.keys().size(); i++) {
        keys.add(new @Nullable Object[] {table.id().toString(), ordinal, i, index.keys().get(i)});
      }
    }
    transaction.updateAll(
        "INSERT INTO table_indexes (table_uuid, ordinal, time_column, ttl_kind, ttl_minutes,"
            + " ttl_newest) VALUES (?, ?, ?, ?, ?, ?)",
        rows);
    transaction.updateAll(
        "INSERT INTO index_keys (table_uuid, index_ordinal, ordinal, column_name)"
            + " VALUES (?, ?, ?, ?)",
        keys);
  }

  /** What the table of that identity is called now. */
  Optional<TableName> name(UUID id) throws SQLException {
    return transaction.first(
        "SELECT d.database_name, t.table_name FROM tables t"
            + " JOIN databases d ON d.database_id = t.database_id WHERE t.table_uuid = ?",
        row -> new TableName(row.getString(1), row.getString(2)),
        id.toString());
  }
}
