package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import plimsoll.lake.io.ParquetOutput;
import plimsoll.storage.Storage;

/** A data file that gets row groups. It is created in storage when it is first asked for. */
final class DataFileOutput {
  private static final int INDEX_TRUNCATE = 64;
  private static final long INDEX_OF_COLUMN = 768;
  private static final long INDEX_OF_PAGE = 256;

  private final Storage storage;
  private final String path;
  private final FileLayout layout;
  private final MessageType message;
  private long indexBytes;
  private @Nullable ParquetOutput output;
  private @Nullable ParquetFileWriter writer;

  /**
   * No file yet.
   *
   * @param message its columns; as in {@code layout}, but for which of them may be NULL
   */
  DataFileOutput(Storage storage, String path, FileLayout layout, MessageType message) {
    this.storage = storage;
    this.path = path;
    this.layout = layout;
    this.message = message;
  }

  MessageType message() {
    return message;
  }

  /** Takes row groups. */
  ParquetFileWriter started() throws IOException {
    if (writer == null) {
      output = new ParquetOutput(storage, path);
      writer =
          new ParquetFileWriter(
              output, message, Mode.CREATE, 0, 0, INDEX_TRUNCATE, INDEX_TRUNCATE, false);
      writer.start();
    }
    return writer;
  }

  /** Counts what the end of the file will say of a row group. */
  void addIndex(long columns, long pages) {
    indexBytes += INDEX_OF_COLUMN * columns + INDEX_OF_PAGE * pages;
  }

  /** What is held for the end of the file: statistics and places of its pages and columns. */
  long indexBytes() {
    return indexBytes;
  }

  /** Bytes in storage so far. */
  long length() {
    return output == null ? 0 : output.length();
  }

  /**
   * Ends and syncs the file.
   *
   * @param metrics where its footer cannot tell them
   */
  DataFile finish(@Nullable StructLike partition, Stream<FieldMetrics<?>> metrics)
      throws IOException {
    ParquetFileWriter file = started();
    file.end(new HashMap<>());
    Metrics all = ParquetUtil.footerMetrics(file.getFooter(), metrics, layout.metrics());
    DataFiles.Builder builder =
        DataFiles.builder(layout.spec())
            .withPath(path)
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(length())
            .withMetrics(all)
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
