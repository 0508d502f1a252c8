package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.Storage;

/**
 * Writes the rows of one worker as Parquet files, one after the other, or one a partition at a
 * time.
 *
 * <p>Encoding goes on while batches arrive; memory stays within {@link WriterSettings#bufferBytes}
 * and the pages being filled. Files are synced when they end; their directories are synced by the
 * store, once for all loads of a group.
 */
public final class ParquetStoreWriter implements StoreWriter {
  /** Compressed bytes below which an early row group gives less than it costs its readers. */
  private static final long SMALLEST_ROW_GROUP = 1 << 20;

  private final Storage storage;
  private final Table table;
  private final FileLayout layout;
  private final String prefix;
  private final String tag;
  private final long loadId;
  private final WriterSettings settings;
  private final Compressor compressor;
  private final @Nullable Partitioner partitioner;
  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<DataFile> done = new ArrayList<>();
  private int files;
  private boolean finished;

  /**
   * A writer without rows.
   *
   * @param layout how its files are laid out
   * @param dataDirectory where files go
   * @param tag begins every file name
   */
  public ParquetStoreWriter(
      Storage storage,
      Table table,
      FileLayout layout,
      String dataDirectory,
      String tag,
      long loadId,
      WriterSettings settings) {
    this.storage = storage;
    this.table = table;
    this.layout = layout;
    this.prefix = dataDirectory;
    this.tag = tag;
    this.loadId = loadId;
    this.settings = settings;
    PartitionSpec spec = layout.spec();
    partitioner = spec.isPartitioned() ? new Partitioner(layout.schema(), spec) : null;
    compressor = new Compressor(PageCompression.of(table.properties()));
  }

  @Override
  public void write(Batch batch) throws IOException {
    if (batch.rows() == 0) {
      return;
    }
    if (partitioner == null) {
      add(0, batch, ColumnEncoder.ALL, 0, batch.rows());
    } else {
      writePartitions(partitioner, batch);
    }
  }

  private void writePartitions(Partitioner routes, Batch batch) throws IOException {
    routes.route(batch);
    for (int i = 0; i < routes.touched(); i++) {
      add(routes.partition(i), batch, routes.rows(), routes.start(i), routes.end(i));
    }
    while (open.size() > 1 && bufferedBytes() > settings.bufferBytes()) {
      end(largest());
    }
  }

  private void add(int partition, Batch batch, int[] at, int from, int to) throws IOException {
    OpenFile file = file(partition);
    file.add(batch, at, from, to);
    if (file.group().plainBytes() >= settings.bufferBytes()) {
      file.flush();
      if (file.length() >= settings.fileBytes()) {
        end(partition);
      }
    }
  }

  private OpenFile file(int partition) throws IOException {
    OpenFile file = open.get(partition);
    if (file == null) {
      if (open.size() >= settings.openPartitions()) {
        end(open.keySet().iterator().next());
      }
      file = newFile(partition);
      open.put(partition, file);
    }
    return file;
  }

  private OpenFile newFile(int partition) {
    String directory =
        partitioner == null ? prefix : prefix + "/" + partitioner.directory(partition);
    String path = directory + "/" + tag + "-" + files++ + ".parquet";
    return new OpenFile(storage, path, layout, new RowGroup(layout.message(), compressor, loadId));
  }

  private int largest() {
    int largest = -1;
    long most = -1;
    for (Map.Entry<Integer, OpenFile> entry : open.entrySet()) {
      long bytes = entry.getValue().group().footprint();
      if (bytes > most) {
        most = bytes;
        largest = entry.getKey();
      }
    }
    return largest;
  }

  private void end(int partition) throws IOException {
    OpenFile file = open.get(partition);
    if (file != null) {
      StructLike key = partitioner == null ? null : partitioner.key(partition);
      done.add(file.finish(layout.spec(), key));
      open.remove(partition);
    }
  }

  /** Of several partitions the largest ends first: its encoders go with it. */
  @Override
  public void flush() throws IOException {
    long most = bufferedBytes() / 2;
    while (open.size() > 1 && bufferedBytes() > most) {
      end(largest());
    }
    if (open.size() == 1) {
      flush(open.keySet().iterator().next());
    }
  }

  private void flush(int partition) throws IOException {
    OpenFile file = file(partition);
    if (file.group().pendingBytes() < SMALLEST_ROW_GROUP) {
      return;
    }
    file.flush();
    file.group().shrink();
    if (file.length() >= settings.fileBytes()) {
      end(partition);
    }
  }

  @Override
  public long bufferedBytes() {
    long bytes = 0;
    for (OpenFile file : open.values()) {
      bytes += file.group().footprint();
    }
    return bytes;
  }

  @Override
  public Staged finish() throws IOException {
    for (int partition : List.copyOf(open.keySet())) {
      end(partition);
    }
    finished = true;
    close();
    return new StagedFiles(table, done);
  }

  @Override
  public void close() throws IOException {
    compressor.close();
    if (!finished) {
      finished = true;
      dropAll();
    }
  }

  private void dropAll() throws IOException {
    for (OpenFile file : open.values()) {
      file.abandon();
    }
    open.clear();
    for (DataFile file : done) {
      storage.delete(file.location());
    }
    done.clear();
  }
}
