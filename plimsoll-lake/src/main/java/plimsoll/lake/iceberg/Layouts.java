package plimsoll.lake.iceberg;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Schema;
import plimsoll.lake.parquet.FileLayout;
import plimsoll.model.Table;

/**
 * The file layouts of tables that were loaded lately. Making one costs as much as writing a small
 * file, so small loads share it.
 */
final class Layouts {
  private static final int MOST = 1000;

  private final Map<UUID, Known> known = new ConcurrentHashMap<>();

  private record Known(Table table, FileLayout layout) {}

  /** The layout of files that are written for the table as it is now. */
  FileLayout of(Table table) {
    Known found = known.get(table.id());
    if (found != null && found.table().equals(table)) {
      return found.layout();
    }
    Schema schema = IcebergTypes.schema(table.schema());
    FileLayout layout = FileLayout.of(schema, IcebergTypes.spec(table, schema));
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(table.id(), new Known(table, layout));
    return layout;
  }
}
