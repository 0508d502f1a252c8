package plimsoll.lake.iceberg;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.lake.parquet.LoadIdColumn;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.PartitionField;
import plimsoll.model.Table;

/**
 * Tables in Iceberg's terms: schema with our field ids, partition spec, sort order.
 *
 * <p>Source: the type table in docs/types.md.
 */
final class IcebergTypes {
  private IcebergTypes() {}

  /** Schema of a table. BAD_NAME for a column that is called as our own physical column. */
  static Schema schema(plimsoll.model.Schema schema) {
    List<NestedField> fields = new ArrayList<>();
    for (Column column : schema.columns()) {
      fields.add(field(column));
    }
    return new Schema(fields);
  }

  private static NestedField field(Column column) {
    if (column.name().equalsIgnoreCase(LoadIdColumn.NAME)) {
      throw ErrorCode.BAD_NAME.with(column.name(), "column", "data files use it for the load id");
    }
    return NestedField.builder()
        .withId(column.fieldId())
        .withName(column.name())
        .isOptional(column.nullable())
        .ofType(type(column.type()))
        .withDoc(column.comment().isEmpty() ? null : column.comment())
        .build();
  }

  /** Iceberg's type for a logical one. */
  static Type type(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      return Types.DecimalType.of(decimal.precision(), decimal.scale());
    }
    if (type.isNested()) {
      return nested(type);
    }
    if (type instanceof DataType.Varbinary) {
      return Types.BinaryType.get();
    }
    if (type instanceof DataType.Varchar) {
      return Types.StringType.get();
    }
    return switch ((DataType.Scalar) type) {
      case BOOLEAN -> Types.BooleanType.get();
      case TINYINT, SMALLINT, INT -> Types.IntegerType.get();
      case BIGINT -> Types.LongType.get();
      case FLOAT -> Types.FloatType.get();
      case DOUBLE -> Types.DoubleType.get();
      case DATE -> Types.DateType.get();
      case DATETIME -> Types.TimestampType.withoutZone();
      case LARGEINT -> Types.DecimalType.of(DataType.Decimal.MAX_PRECISION, 0);
      case STRING, JSON -> Types.StringType.get();
    };
  }

  private static Type nested(DataType type) {
    if (type instanceof DataType.Array array) {
      return Types.ListType.ofOptional(array.element().fieldId(), type(array.element().type()));
    }
    if (type instanceof DataType.MapOf map) {
      return Types.MapType.ofOptional(
          map.key().fieldId(),
          map.value().fieldId(),
          type(map.key().type()),
          type(map.value().type()));
    }
    return Types.StructType.of(
        type.parts().stream()
            .map(part -> NestedField.optional(part.fieldId(), part.name(), type(part.type())))
            .toList());
  }

  private static @Nullable DataType logicalNested(Type type) {
    List<DataType.Part> parts = new ArrayList<>();
    for (NestedField field : type.asNestedType().fields()) {
      DataType part = logical(field.type());
      if (part == null) {
        return null;
      }
      parts.add(new DataType.Part(field.fieldId(), field.name(), part));
    }
    if (type.isListType()) {
      return new DataType.Array(parts.get(0));
    }
    return type.isMapType()
        ? new DataType.MapOf(parts.get(0), parts.get(1))
        : new DataType.Struct(parts);
  }

  /** The logical type of a column that another engine added; null for one we do not have. */
  static @Nullable DataType logical(Type type) {
    if (type.isNestedType()) {
      return logicalNested(type);
    }
    if (type instanceof Types.DecimalType decimal) {
      return new DataType.Decimal(decimal.precision(), decimal.scale());
    }
    return switch (type.typeId()) {
      case BOOLEAN -> DataType.Scalar.BOOLEAN;
      case INTEGER -> DataType.Scalar.INT;
      case LONG -> DataType.Scalar.BIGINT;
      case FLOAT -> DataType.Scalar.FLOAT;
      case DOUBLE -> DataType.Scalar.DOUBLE;
      case DATE -> DataType.Scalar.DATE;
      case TIMESTAMP -> DataType.Scalar.DATETIME;
      case STRING -> DataType.Scalar.STRING;
      case BINARY -> DataType.Varbinary.ANY;
      default -> null;
    };
  }

  /** Partition spec of a table; BAD_SCHEMA for a transform that its column cannot have. */
  static PartitionSpec spec(Table table, Schema schema) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
    for (PartitionField field : table.partitioning()) {
      int index = table.schema().require(field.column(), "PARTITION BY of " + table.name());
      try {
        add(builder, field, table.schema().column(index));
      } catch (IllegalArgumentException | ValidationException e) {
        throw ErrorCode.BAD_SCHEMA.because(e, "Cannot partition by " + field + ": " + reason(e));
      }
    }
    try {
      return builder.build();
    } catch (ValidationException e) {
      throw ErrorCode.BAD_SCHEMA.because(e, "Cannot partition " + table.name() + ": " + reason(e));
    }
  }

  private static String reason(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private static void add(PartitionSpec.Builder builder, PartitionField field, Column column) {
    String name = column.name();
    DataType.Layout layout = column.type().layout();
    if (layout == DataType.Layout.FLOAT || layout == DataType.Layout.DOUBLE) {
      throw new IllegalArgumentException(column.type().sql() + " has no exact values");
    }
    if (!column.type().isOrdered()) {
      throw new IllegalArgumentException(column.type().sql() + " has no order");
    }
    switch (field.transform()) {
      case IDENTITY -> builder.identity(name);
      case YEAR -> builder.year(name);
      case MONTH -> builder.month(name);
      case DAY -> builder.day(name);
      case HOUR -> builder.hour(name);
      case BUCKET -> builder.bucket(name, width(field));
      case TRUNCATE -> builder.truncate(name, width(field));
    }
  }

  private static int width(PartitionField field) {
    Integer width = field.width();
    if (width == null || width < 1) {
      throw new IllegalArgumentException("its width is " + width + ", must be at least 1");
    }
    return width;
  }

  /** Sort order of a table's keys: ascending, NULLs first. */
  static SortOrder sortOrder(Table table, Schema schema) {
    SortOrder.Builder builder = SortOrder.builderFor(schema);
    for (String key : table.keys()) {
      int index = table.schema().require(key, "the key of " + table.name());
      builder.asc(table.schema().column(index).name());
    }
    return builder.build();
  }
}
