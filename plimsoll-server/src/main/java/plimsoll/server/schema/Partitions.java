package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Table;
import plimsoll.sql.query.TableRead;

/** {@code partitions}: partitions that hold rows; one row without a name for other tables. */
final class Partitions extends SystemTable {
  Partitions() {
    super(
        "partitions",
        new Columns()
            .texts(
                "TABLE_CATALOG",
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "PARTITION_NAME",
                "SUBPARTITION_NAME")
            .numbers("PARTITION_ORDINAL_POSITION", "SUBPARTITION_ORDINAL_POSITION")
            .texts(
                "PARTITION_METHOD",
                "SUBPARTITION_METHOD",
                "PARTITION_EXPRESSION",
                "SUBPARTITION_EXPRESSION",
                "PARTITION_DESCRIPTION")
            .numbers(
                "TABLE_ROWS",
                "AVG_ROW_LENGTH",
                "DATA_LENGTH",
                "MAX_DATA_LENGTH",
                "INDEX_LENGTH",
                "DATA_FREE")
            .times("CREATE_TIME", "UPDATE_TIME", "CHECK_TIME")
            .numbers("CHECKSUM")
            .texts("PARTITION_COMMENT", "NODEGROUP", "TABLESPACE_NAME"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : viewer.tables(read, "TABLE_SCHEMA", "TABLE_NAME")) {
      long position = 1;
      for (TableFacts.Partition partition : viewer.facts().partitions(table)) {
        rows.add(row(table, partition, position++));
      }
    }
    return rows;
  }

  private static @Nullable Object[] row(
      Table table, TableFacts.Partition partition, long position) {
    boolean whole = partition.name().isEmpty();
    return Row.of(
        Row.CATALOG,
        table.name().database(),
        table.name().table(),
        whole ? null : partition.name(),
        null,
        whole ? null : position,
        null,
        whole ? null : "LIST",
        null,
        whole ? null : ColumnWords.partitioning(table),
        null,
        whole ? null : partition.name(),
        partition.rows(),
        partition.rows() == 0 ? 0 : partition.bytes() / partition.rows(),
        partition.bytes(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "",
        null,
        null);
  }
}
