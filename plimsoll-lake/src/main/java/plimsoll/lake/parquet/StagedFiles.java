package plimsoll.lake.parquet;

import java.util.List;
import org.apache.iceberg.DataFile;
import plimsoll.model.Staged;
import plimsoll.model.Table;

/**
 * Data files of one writer: complete and synced, with the metrics their manifest entries need.
 *
 * @param table the table
 * @param files the files
 */
public record StagedFiles(Table table, List<DataFile> files) implements Staged {
  /** Copies the list. */
  public StagedFiles {
    files = List.copyOf(files);
  }

  @Override
  public long rows() {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  @Override
  public long bytes() {
    return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
  }

  @Override
  public List<String> paths() {
    return files.stream().map(DataFile::location).toList();
  }
}
