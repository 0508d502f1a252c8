package plimsoll.lake.parquet;

import java.util.Map;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of a table's data files: the table's, with their field ids, then the load id.
 *
 * @param message Parquet's schema
 * @param metrics which metrics are kept in manifests
 */
record FileLayout(MessageType message, MetricsConfig metrics) {
  /** For data of that schema. */
  static FileLayout of(Schema schema) {
    MessageType columns = ParquetSchemaUtil.convert(schema, "table");
    Type loadId =
        Types.required(PrimitiveTypeName.INT64).id(LoadIdColumn.FIELD_ID).named(LoadIdColumn.NAME);
    return new FileLayout(
        columns.union(new MessageType("table", loadId)),
        MetricsConfig.from(Map.of(), schema, SortOrder.unsorted()));
  }
}
