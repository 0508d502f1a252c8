package plimsoll.lake.parquet;

/**
 * Sizes that bound a writer's memory and shape its files.
 *
 * @param bufferBytes {@code write_buffer_size}: encoded bytes after which a row group is written;
 *     also the most memory that all open row groups of a writer share
 * @param fileBytes size after which a file ends and the next begins
 * @param openPartitions most partitions with an open file at a time
 */
public record WriterSettings(long bufferBytes, long fileBytes, int openPartitions) {
  /** 100 MB row groups, 512 MB files, 64 partitions. */
  public static final WriterSettings DEFAULT = new WriterSettings(100 << 20, 512 << 20, 64);

  /** These with another {@code bufferBytes}. */
  public WriterSettings withBuffer(long newBufferBytes) {
    return new WriterSettings(newBufferBytes, fileBytes, openPartitions);
  }
}
