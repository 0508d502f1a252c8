package plimsoll.online.table;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.Table;

/**
 * A table with its online side.
 *
 * @param table the table as the catalog has it
 * @param indexes at least one; a scan of the table reads the first
 */
public record OnlineTable(Table table, List<OnlineIndex> indexes) {
  /** The most indexes of a table. */
  public static final int MOST_INDEXES = 1000;

  /**
   * Checks that indexes differ.
   *
   * @throws plimsoll.error.PlimsollException BAD_SCHEMA
   */
  public OnlineTable {
    indexes =
        indexes.isEmpty() ? List.of(OnlineIndex.byDefault(table.schema())) : List.copyOf(indexes);
    if (indexes.size() > MOST_INDEXES) {
      throw ErrorCode.BAD_SCHEMA.with(
          "Table %s has %d indexes, the most are %d."
              .formatted(table.name(), indexes.size(), MOST_INDEXES));
    }
    for (int i = 0; i < indexes.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (indexes.get(i).isLike(indexes.get(j))) {
          throw ErrorCode.BAD_SCHEMA.with(
              "Indexes %d and %d of table %s have the same KEY and TS. Leave one out."
                  .formatted(j + 1, i + 1, table.name()));
        }
      }
    }
  }

  /** The table with the indexes that it declares. BAD_SCHEMA, UNKNOWN_COLUMN, DUPLICATE_COLUMN. */
  public static OnlineTable of(Table table) {
    return new OnlineTable(
        table,
        table.indexes().stream()
            .map(index -> OnlineIndex.declared(table.schema(), index))
            .toList());
  }

  /** The columns. */
  public Schema schema() {
    return table.schema();
  }

  /** Who it is, for life. */
  public UUID id() {
    return table.id();
  }

  /**
   * The columns as loads have to check them: a time is never NULL, so that such rows are filtered
   * with a reason.
   */
  public Schema checkedSchema() {
    List<Column> columns = new ArrayList<>(schema().columns());
    for (OnlineIndex index : indexes) {
      if (!index.isByArrival()) {
        columns.set(index.time(), columns.get(index.time()).required());
      }
    }
    return new Schema(columns);
  }

  /** Whether all indexes show the same rows at any time. */
  public boolean expiresAlike() {
    return indexes.stream().allMatch(index -> index.expiresLike(indexes.get(0)));
  }

  /** Whether no index has a time column: then only the time of arrival tells equal rows apart. */
  public boolean isByArrivalOnly() {
    return indexes.stream().allMatch(OnlineIndex::isByArrival);
  }
}
