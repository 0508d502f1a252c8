package plimsoll.lake.iceberg;

import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Type;
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

  /** Whether a table's columns are those it was declared with: another engine changed none. */
  static void requireSame(Table table, TableMetadata now) {
    check(table, now);
    Schema declared = IcebergTypes.schema(table.schema());
    if (!sameButDocs(declared, now)) {
      throw changed(table, "its columns are " + now.schema().asStruct());
    }
  }

  private static boolean sameButDocs(Schema declared, TableMetadata now) {
    List<NestedField> ours = declared.columns();
    List<NestedField> theirs = now.schema().columns();
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      NestedField one = ours.get(i);
      NestedField other = theirs.get(i);
      if (one.fieldId() != other.fieldId()
          || !one.name().equals(other.name())
          || !one.type().equals(other.type())
          || one.isRequired() != other.isRequired()) {
        return false;
      }
    }
    return true;
  }

  private static void check(Table table, Column column, NestedField field) {
    if (!canBeRead(IcebergTypes.type(column.type()), field.type())) {
      throw changed(table, "column '" + column.name() + "' is " + field.type() + " now");
    }
    if (column.nullable() && field.isRequired()) {
      throw changed(table, "column '" + column.name() + "' must not be NULL now");
    }
  }

  private static boolean canBeRead(Type written, Type now) {
    return now.isPrimitiveType()
        ? TypeUtil.isPromotionAllowed(written, now.asPrimitiveType())
        : now.equals(written);
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
