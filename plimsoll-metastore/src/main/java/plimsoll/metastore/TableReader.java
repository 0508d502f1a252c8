package plimsoll.metastore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.PartitionField;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Ttl;

/** Reads tables: one query for each kind of row, however many tables there are. */
final class TableReader {
  private final Transaction transaction;
  private final String database;
  private final String scope;
  private final Object[] scopeValues;

  private TableReader(
      Transaction transaction, String database, String scope, Object... scopeValues) {
    this.transaction = transaction;
    this.database = database;
    this.scope = scope;
    this.scopeValues = scopeValues;
  }

  /** All tables of a database. */
  static TableReader ofDatabase(Transaction transaction, String database, long databaseId) {
    return new TableReader(transaction, database, " WHERE t.database_id = ?", databaseId);
  }

  /** The table of that name, if there is one. */
  static TableReader ofTable(Transaction transaction, TableName name, long databaseId) {
    return new TableReader(
        transaction,
        name.database(),
        " WHERE t.database_id = ? AND t.table_name = ?",
        databaseId,
        name.table());
  }

  /** The tables in name order. */
  List<Table> read() throws SQLException {
    Map<String, List<Column>> columns = columns();
    Map<String, List<String>> keys =
        grouped("table_keys", "x.column_name", " ORDER BY x.ordinal", row -> row.getString(2));
    Map<String, List<PartitionField>> partitioning = partitioning();
    Map<String, List<Map.Entry<String, String>>> properties =
        grouped(
            "table_properties",
            "x.property_key, x.property_value",
            "",
            row -> Map.entry(row.getString(2), row.getString(3)));
    Map<String, List<IndexDefinition>> indexes = indexes();
    List<Table> tables =
        transaction.query(
            "SELECT t.table_uuid, t.table_name, t.key_kind, t.table_comment FROM tables t" + scope,
            row -> {
              String id = row.getString(1);
              return new Table(
                  UUID.fromString(id),
                  new TableName(database, row.getString(2)),
                  new Schema(columns.getOrDefault(id, List.of())),
                  Table.KeyKind.valueOf(row.getString(3)),
                  keys.getOrDefault(id, List.of()),
                  partitioning.getOrDefault(id, List.of()),
                  row.getString(4),
                  map(properties.getOrDefault(id, List.of())),
                  indexes.getOrDefault(id, List.of()));
            },
            scopeValues);
    tables.sort(Comparator.comparing(table -> table.name().table()));
    return tables;
  }

  private Map<String, List<Column>> columns() throws SQLException {
    return grouped(
        "columns",
        "x.field_id, x.column_name, x.data_type, x.is_nullable, x.default_kind, x.default_text,"
            + " x.column_comment",
        " ORDER BY x.ordinal",
        row ->
            new Column(
                row.getInt(2),
                row.getString(3),
                type(row.getString(3), row.getString(4)),
                row.getInt(5) == 1,
                defaultValue(row.getString(6), row.getString(7)),
                row.getString(8)));
  }

  private DataType type(String column, String text) {
    try {
      return DataTypes.parse(text);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.METASTORE_FAILED.because(
          e,
          String.format(
              "column '%s' of a table in %s has the type '%s', which this Plimsoll does not know",
              column, database, text));
    }
  }

  private static @Nullable DefaultValue defaultValue(@Nullable String kind, @Nullable String text) {
    if (kind == null) {
      return null;
    }
    if (kind.equals(TableRows.CONSTANT) && text != null) {
      return new DefaultValue.Constant(text);
    }
    return kind.equals(TableRows.CURRENT_TIMESTAMP)
        ? new DefaultValue.CurrentTimestamp()
        : DefaultValue.PerRow.valueOf(kind);
  }

  private Map<String, List<PartitionField>> partitioning() throws SQLException {
    return grouped(
        "partition_fields",
        "x.column_name, x.transform, x.width",
        " ORDER BY x.ordinal",
        row ->
            new PartitionField(
                row.getString(2), PartitionField.Transform.valueOf(row.getString(3)), width(row)));
  }

  private Map<String, List<IndexDefinition>> indexes() throws SQLException {
    Map<String, List<String>> keys = new HashMap<>();
    grouped(
        "index_keys",
        "x.index_ordinal, x.column_name",
        " ORDER BY x.index_ordinal, x.ordinal",
        row ->
            keys.computeIfAbsent(
                    indexKey(row.getString(1), row.getInt(2)), index -> new ArrayList<>())
                .add(row.getString(3)));
    return grouped(
        "table_indexes",
        "x.ordinal, x.time_column, x.ttl_kind, x.ttl_minutes, x.ttl_newest",
        " ORDER BY x.ordinal",
        row ->
            new IndexDefinition(
                keys.getOrDefault(indexKey(row.getString(1), row.getInt(2)), List.of()),
                row.getString(3),
                new Ttl(Ttl.Kind.valueOf(row.getString(4)), row.getLong(5), row.getInt(6))));
  }

  private static String indexKey(String table, int ordinal) {
    return table + "/" + ordinal;
  }

  private static @Nullable Integer width(ResultSet row) throws SQLException {
    int width = row.getInt(4);
    return row.wasNull() ? null : width;
  }

  /** Rows of a table of details, by the uuid of the table they belong to. */
  private <T> Map<String, List<T>> grouped(
      String details, String selected, String order, Transaction.RowReader<T> reader)
      throws SQLException {
    Map<String, List<T>> byTable = new HashMap<>();
    transaction.query(
        "SELECT x.table_uuid, "
            + selected
            + " FROM "
            + details
            + " x JOIN tables t ON t.table_uuid = x.table_uuid"
            + scope
            + order,
        row ->
            byTable
                .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                .add(reader.read(row)),
        scopeValues);
    return byTable;
  }

  private static Map<String, String> map(List<Map.Entry<String, String>> entries) {
    Map<String, String> map = new HashMap<>();
    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
