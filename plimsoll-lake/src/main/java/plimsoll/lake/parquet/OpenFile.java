package plimsoll.lake.parquet;

import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.storage.Storage;

/** One data file being written from rows. It is created in storage with its first row group. */
final class OpenFile {
  private final DataFileOutput file;
  private final RowGroup group;
  private long touched;

  OpenFile(Storage storage, String path, FileLayout layout, RowGroup group) {
    file = new DataFileOutput(storage, path, layout, layout.message());
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
    return file.length();
  }

  /** Bytes held: the row group, and what the end of the file will say of those before it. */
  long footprint() {
    return group.footprint() + file.indexBytes();
  }

  /** What is held for the end of the file: statistics and places of its pages and columns. */
  long indexBytes() {
    return file.indexBytes();
  }

  /** Writes the current row group to the file. */
  void flush() throws IOException {
    if (group.rows() > 0) {
      group.endPages();
      file.addIndex(group.columns(), group.pages());
      group.flush(file.started());
    }
  }

  /** Creates the file now; else its first row group does. */
  void create() throws IOException {
    file.started();
  }

  /** Ends and syncs the file. */
  DataFile finish(@Nullable StructLike partition) throws IOException {
    flush();
    return file.finish(partition, group.takeFileMetrics());
  }

  /** Gives the file up. */
  void abandon() throws IOException {
    file.abandon();
  }
}
