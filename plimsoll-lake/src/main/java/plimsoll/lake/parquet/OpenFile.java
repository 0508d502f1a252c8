package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.HashMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.jspecify.annotations.Nullable;
import plimsoll.lake.io.ParquetOutput;
import plimsoll.model.Batch;
import plimsoll.storage.Storage;

/** One data file being written. It is created in storage with its first row group. */
final class OpenFile {
  private static final int INDEX_TRUNCATE = 64;
  private static final long INDEX_OF_COLUMN = 768;
  private static final long INDEX_OF_PAGE = 256;

  private final Storage storage;
  private final String path;
  private final FileLayout layout;
  private final RowGroup group;
  private long indexBytes;
  private long touched;
  private @Nullable ParquetOutput output;
  private @Nullable ParquetFileWriter writer;

  OpenFile(Storage storage, String path, FileLayout layout, RowGroup group) {
    this.storage = storage;
    this.path = path;
    this.layout = layout;
    this.group = group;
  }

  /** Number of the batch whose rows it got last. */
  long touched() {
    return touched;
  }

  void touch(long batch) {
    touched = batch;
  }

  RowGroup group() {
    return group;
  }

  void add(Batch batch, int[] at, int from, int to) throws IOException {
    group.add(batch, at, from, to);
  }

  /** Bytes in storage so far. */
  long length() {
    return output == null ? 0 : output.length();
  }

  /** Bytes held: the row group, and what the end of the file will say of those before it. */
  long footprint() {
    return group.footprint() + indexBytes;
  }

  /** What is held for the end of the file: statistics and places of its pages and columns. */
  long indexBytes() {
    return indexBytes;
  }

  /** Writes the current row group to the file. */
  void flush() throws IOException {
    if (group.rows() > 0) {
      group.endPages();
      indexBytes += INDEX_OF_COLUMN * group.columns() + INDEX_OF_PAGE * group.pages();
      group.flush(started());
    }
  }

  /** Creates the file now; else its first row group does. */
  void create() throws IOException {
    started();
  }

  private ParquetFileWriter started() throws IOException {
    if (writer == null) {
      output = new ParquetOutput(storage, path);
      writer =
          new ParquetFileWriter(
              output, layout.message(), Mode.CREATE, 0, 0, INDEX_TRUNCATE, INDEX_TRUNCATE, false);
      writer.start();
    }
    return writer;
  }

  /** Ends and syncs the file. */
  DataFile finish(PartitionSpec spec, @Nullable StructLike partition) throws IOException {
    flush();
    ParquetFileWriter file = started();
    file.end(new HashMap<>());
    Metrics metrics =
        ParquetUtil.footerMetrics(file.getFooter(), group.takeFileMetrics(), layout.metrics());
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath(path)
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(length())
            .withMetrics(metrics)
            .withSplitOffsets(ParquetUtil.getSplitOffsets(file.getFooter()));
    return partition == null ? builder.build() : builder.withPartition(partition).build();
  }

  /** Gives the file up. */
  void abandon() throws IOException {
    if (output != null) {
      output.abandon();
    }
  }
}
