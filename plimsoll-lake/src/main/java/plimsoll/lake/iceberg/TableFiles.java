package plimsoll.lake.iceberg;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.model.SoftLinks;

/**
 * What a query needs to read a table: columns by field id, and the data files.
 *
 * @param snapshotId the snapshot, -1 for a table that never got rows
 * @param fields current columns in order
 * @param files Parquet files; together they are the rows of the table's own
 * @param links files of others whose rows it shows too
 */
public record TableFiles(
    long snapshotId, List<Field> fields, List<DataFile> files, SoftLinks links) {
  /** Copies the lists. */
  public TableFiles {
    fields = List.copyOf(fields);
    files = List.copyOf(files);
  }

  /** Rows in all files, before deletes. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /**
   * A column.
   *
   * @param id field id in data files
   * @param name current name
   * @param type logical type; null for a type of another engine that we do not have
   * @param icebergType Iceberg's name of the type
   * @param required never NULL
   */
  public record Field(
      int id, String name, @Nullable DataType type, String icebergType, boolean required) {}

  /**
   * A data file.
   *
   * @param path absolute
   * @param bytes size
   * @param rows rows, before deletes
   * @param positionDeletes Parquet files of {@code file_path, pos} rows; those that name this file
   *     are deleted from it
   */
  public record DataFile(String path, long bytes, long rows, List<String> positionDeletes) {}
}
