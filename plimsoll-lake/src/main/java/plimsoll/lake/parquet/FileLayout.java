package plimsoll.lake.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * How a table's data files are laid out. Made once for all loads of a table.
 *
 * @param schema the table's columns in Iceberg's terms, in table order
 * @param spec partitioning, bound to {@code schema}
 * @param message Parquet's schema: the table's columns with their field ids, then the load id; in a
 *     file that belongs to no table the columns only
 * @param metrics which metrics are kept in manifests
 */
public record FileLayout(
    Schema schema, PartitionSpec spec, MessageType message, MetricsConfig metrics) {
  /** For data of that schema, partitioned so. */
  public static FileLayout of(Schema schema, PartitionSpec spec) {
    MessageType columns = ParquetSchemaUtil.convert(schema, "table");
    Type loadId =
        Types.required(PrimitiveTypeName.INT64).id(LoadIdColumn.FIELD_ID).named(LoadIdColumn.NAME);
    return new FileLayout(
        schema, spec, columns.union(new MessageType("table", loadId)), metrics(schema));
  }

  /**
   * For rows of that schema in a file that belongs to no table: whoever reads it has only the names
   * to go by, so those of columns stand as they are; what columns are made of is found by its ids.
   */
  public static FileLayout ofNoTable(Schema schema) {
    List<Type> columns = ParquetSchemaUtil.convert(schema, "rows").getFields();
    List<Type> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      named.add(named(columns.get(i), schema.columns().get(i).name()));
    }
    MessageType message = new MessageType("rows", named);
    return new FileLayout(schema, PartitionSpec.unpartitioned(), message, metrics(schema));
  }

  /** Iceberg makes names that are no words into words, as it finds columns by their ids. */
  private static Type named(Type column, String name) {
    if (!column.isPrimitive()) {
      return Types.buildGroup(column.getRepetition())
          .addFields(column.asGroupType().getFields().toArray(Type[]::new))
          .as(column.getLogicalTypeAnnotation())
          .id(column.getId().intValue())
          .named(name);
    }
    return named(column.asPrimitiveType(), name);
  }

  private static Type named(PrimitiveType column, String name) {
    return Types.primitive(column.getPrimitiveTypeName(), column.getRepetition())
        .length(column.getTypeLength())
        .as(column.getLogicalTypeAnnotation())
        .id(column.getId().intValue())
        .named(name);
  }

  private static MetricsConfig metrics(Schema schema) {
    return MetricsConfig.from(Map.of(), schema, SortOrder.unsorted());
  }
}
