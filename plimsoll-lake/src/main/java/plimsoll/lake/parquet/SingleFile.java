package plimsoll.lake.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import plimsoll.model.Batch;
import plimsoll.storage.Storage;

/**
 * Rows as one Parquet file that belongs to no table, with the encoders of our data files.
 *
 * <p>It is created at once, synced by {@link #finish}, and removed by {@link #close} if it was not
 * finished. Its directory is the caller's to sync. One thread writes.
 */
public final class SingleFile implements Closeable {
  /** Encoded bytes after which a row group is written: what a file being written holds. */
  private static final long ROW_GROUP_BYTES = 32 << 20;

  private static final long NO_LOAD = 0;

  private final Compressor compressor = new Compressor(PageCompression.of(Map.of()));
  private final OpenFile file;
  private boolean finished;

  /** A file that must not exist yet. */
  public SingleFile(Storage storage, String path, FileLayout layout) throws IOException {
    Scratch scratch = new Scratch();
    scratch.share(layout.message().getColumns().size());
    file =
        new OpenFile(
            storage, path, layout, new RowGroup(layout.message(), compressor, scratch, NO_LOAD));
    try {
      file.create();
    } catch (IOException e) {
      compressor.close();
      throw e;
    }
  }

  /** Adds the rows of a batch. */
  public void write(Batch batch) throws IOException {
    file.add(batch, ColumnEncoder.ALL, 0, batch.rows());
    if (file.group().plainBytes() >= ROW_GROUP_BYTES) {
      file.flush();
    }
  }

  /** Bytes held in memory, about. */
  public long bufferedBytes() {
    return finished ? 0 : file.footprint();
  }

  /** Writes a row group of what is held. */
  public void flush() throws IOException {
    file.flush();
  }

  /** Bytes written so far; once it is finished, its size. */
  public long writtenBytes() {
    return file.length();
  }

  /** Ends and syncs the file. */
  public void finish() throws IOException {
    file.finish(null);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    compressor.close();
    if (!finished) {
      finished = true;
      file.abandon();
    }
  }
}
