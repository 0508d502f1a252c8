package plimsoll.lake.iceberg;

import plimsoll.lake.parquet.FileLayout;
import plimsoll.model.Schema;

/** How rows are laid out in a file that belongs to no table. */
public final class ExportLayout {
  private ExportLayout() {}

  /** For rows of those columns. BAD_NAME for one that is called as our own physical column. */
  public static FileLayout of(Schema schema) {
    return FileLayout.ofNoTable(IcebergTypes.schema(schema));
  }
}
