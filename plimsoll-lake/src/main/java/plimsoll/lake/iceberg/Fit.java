package plimsoll.lake.iceberg;

import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.Table;

/**
 * Whether work planned for a table still fits the table as it is now: other engines may change it
 * at any time. FOREIGN_CHANGE if not.
 *
 * <p>What fits: new optional columns (our files lack them, they read as NULL), renamed or reordered
 * columns (they match by field id), widened types, columns that became nullable, new partitioning
 * (Iceberg takes files of every spec the table ever had). What does not: another table, a column
 * that is gone or became required, a new required column, a type that our files cannot be read as.
 */
final class Fit {
  private Fit() {}

  static void check(Table table, TableMetadata now) {
    if (!table.id().toString().equals(now.uuid())) {
      throw changed(table, "it is another table now, uuid " + now.uuid());
    }
    Schema schema = now.schema();
    for (Column column : table.schema().columns()) {
      NestedField field = schema.findField(column.fieldId());
      if (field == null) {
        throw changed(table, "column '" + column.name() + "' is gone");
      }
      check(table, column, field);
    }
    for (NestedField field : schema.columns()) {
      if (field.isRequired() && !isKnown(table, field)) {
        throw changed(table, "new column '" + field.name() + "' must not be NULL");
      }
    }
  }

  private static void check(Table table, Column column, NestedField field) {
    if (!TypeUtil.isPromotionAllowed(
        IcebergTypes.type(column.type()), field.type().asPrimitiveType())) {
      throw changed(table, "column '" + column.name() + "' is " + field.type() + " now");
    }
    if (column.nullable() && field.isRequired()) {
      throw changed(table, "column '" + column.name() + "' must not be NULL now");
    }
  }

  private static boolean isKnown(Table table, NestedField field) {
    return table.schema().columns().stream()
        .anyMatch(column -> column.fieldId() == field.fieldId());
  }

  /** The table's spec that files written by {@code written} belong to. */
  static PartitionSpec spec(Table table, TableMetadata now, PartitionSpec written) {
    if (now.spec().compatibleWith(written)) {
      return now.spec();
    }
    return now.specs().stream()
        .filter(spec -> spec.compatibleWith(written))
        .findFirst()
        .orElseThrow(() -> changed(table, "its partitioning " + written + " is gone"));
  }

  private static PlimsollException changed(Table table, String how) {
    return ErrorCode.FOREIGN_CHANGE.with(table.name(), how);
  }
}
