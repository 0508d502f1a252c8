package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.PageGroup;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.pipeline.write.GroupWriter;
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
  /*
   * Of a partitioned table a few partitions are open, with a file being filled each. Rows that come
   * partition after partition, as by day, find a place when the file longest untouched ends. Rows that
   * are scattered over more partitions than may be open do not: ending a file for each of them would
   * make files of a few rows, and a place that is in use is not taken away. They wait in SpilledRows and
   * are written partition by partition at the end. A partition whose file ended early, for its place or
   * for memory, is not opened again: its rows wait too. So a worker writes two files a partition at
   * most, but for those that are full, and scattered rows are written twice, once to be read back.
   */

  /** Compressed bytes below which an early row group gives less than it costs its readers. */
  private static final long SMALLEST_ROW_GROUP = 1 << 20;

  /** The same, for each column of many. */
  private static final long SMALLEST_COLUMN_CHUNK = 4 << 10;

  /** A file may be ended for its place when so many batches had no row for it. */
  private static final int IDLE_BATCHES = 16;

  /** What a column of an open file takes at least, with its share of pages. */
  private static final long OPEN_COLUMN = 16 << 10;

  /** Part of the buffer that rows may take that wait. */
  private static final int SPILL_PART = 3;

  private static final long MOST_SPILL_BUFFER = 32 << 20;

  /** Part of the buffer that may be taken by what the end of a file says of its pages. */
  private static final int INDEX_PART = 4;

  private final Storage storage;
  private final Table table;
  private final FileLayout layout;
  private final String prefix;
  private final String tag;
  private final long loadId;
  private final WriterSettings settings;
  private final Compressor compressor;
  private final Scratch scratch = new Scratch();
  private final @Nullable Partitioner partitioner;
  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<DataFile> done = new ArrayList<>();
  private final BitSet waiting = new BitSet(); // partitions whose rows go to spilled
  private final SpilledRows spilled;
  private final PageCopies copies;
  private final int columns;
  private final int mostOpen;
  private final long mostSpillBuffer;
  private final boolean keepsNothing;
  private @Nullable RowGroup spare;
  private long batches;
  private int files;
  private @Nullable Batch drained; // what spilled rows are handed on in, at the end
  private boolean finished;

  /**
   * A writer without rows.
   *
   * @param layout how its files are laid out
   * @param place where files go
   * @param tag begins every file name
   */
  public ParquetStoreWriter(
      Storage storage,
      Table table,
      FileLayout layout,
      Place place,
      String tag,
      long loadId,
      WriterSettings settings) {
    this.storage = storage;
    this.table = table;
    this.layout = layout;
    this.prefix = place.dataDirectory();
    this.tag = tag;
    this.loadId = loadId;
    this.settings = settings;
    PartitionSpec spec = layout.spec();
    partitioner = spec.isPartitioned() ? new Partitioner(layout.schema(), spec) : null;
    compressor = new Compressor(PageCompression.of(table.properties()));
    copies =
        new PageCopies(
            storage,
            layout,
            new PageFit(table.properties()),
            () -> path(prefix),
            compressor,
            scratch,
            loadId,
            settings,
            done::add);
    columns = layout.message().getColumns().size();
    long mayOpen = settings.bufferBytes() / 2 / (OPEN_COLUMN * columns);
    mostOpen = (int) Math.max(1, Math.min(settings.openPartitions(), mayOpen));
    spilled = new SpilledRows(storage, place.spillDirectory() + "/" + tag + ".rows");
    mostSpillBuffer = Math.min(MOST_SPILL_BUFFER, settings.bufferBytes() / SPILL_PART);
    keepsNothing = place.spillDirectory().isEmpty();
  }

  /**
   * Where a writer's files go.
   *
   * @param dataDirectory of the table
   * @param spillDirectory for rows that wait; outside the table, on a disk of this machine. Empty
   *     if the storage keeps nothing
   */
  public record Place(String dataDirectory, String spillDirectory) {}

  @Override
  public void write(Batch batch) throws IOException {
    if (batch.rows() == 0) {
      return;
    }
    batches++;
    if (partitioner == null) {
      add(0, batch, ColumnEncoder.ALL, 0, batch.rows());
    } else {
      writePartitions(partitioner, batch);
    }
  }

  /** Of a partitioned table the rows of a row group may belong to several files. */
  @Override
  public @Nullable GroupWriter pages(PageGroup group) {
    if (partitioner != null) {
      return null;
    }
    if (open.isEmpty()) {
      scratch.share(columns); // of which some are encoded
    }
    return copies.take(group);
  }

  private String path(String directory) {
    return directory + "/" + tag + "-" + files++ + ".parquet";
  }

  private void writePartitions(Partitioner routes, Batch batch) throws IOException {
    routes.route(batch);
    for (int i = 0; i < routes.touched(); i++) {
      int partition = routes.partition(i);
      if (mustWait(partition)) {
        spilled.add(partition, batch, routes.rows(), routes.start(i), routes.end(i));
      } else {
        add(partition, batch, routes.rows(), routes.start(i), routes.end(i));
      }
    }
    if (spilled.heldBytes() >= mostSpillBuffer) {
      spill();
    }
    if (bufferedBytes() > settings.bufferBytes()) {
      relieve(settings.bufferBytes() / 2);
    }
  }

  private void spill() throws IOException {
    if (keepsNothing) {
      drain(() -> {});
    } else {
      spilled.spill();
    }
  }

  /** Makes a place for a partition that is not open, or says that it gets none. */
  private boolean mustWait(int partition) throws IOException {
    if (open.containsKey(partition)) {
      return false;
    }
    if (waiting.get(partition)) {
      return true;
    }
    if (open.size() < mostOpen) {
      return false;
    }
    Map.Entry<Integer, OpenFile> eldest = open.entrySet().iterator().next();
    if (batches - eldest.getValue().touched() < IDLE_BATCHES) {
      waiting.set(partition);
      return true;
    }
    endEarly(eldest.getKey());
    return false;
  }

  private void add(int partition, Batch batch, int[] at, int from, int to) throws IOException {
    OpenFile file = file(partition);
    file.touch(batches);
    file.add(batch, at, from, to);
    if (file.group().plainBytes() >= settings.bufferBytes()) {
      file.flush();
      endIfFull(partition, file);
    }
  }

  private void endIfFull(int partition, OpenFile file) throws IOException {
    if (file.length() >= settings.fileBytes()
        || file.indexBytes() >= settings.bufferBytes() / INDEX_PART) {
      end(partition);
    }
  }

  private OpenFile file(int partition) {
    OpenFile file = open.get(partition);
    if (file == null) {
      file = newFile(partition);
      open.put(partition, file);
      scratch.share((long) columns * open.size());
    }
    return file;
  }

  private OpenFile newFile(int partition) {
    String directory =
        partitioner == null ? prefix : prefix + "/" + partitioner.directory(partition);
    RowGroup group = spare;
    spare = null;
    if (group == null) {
      group = new RowGroup(layout.message(), compressor, scratch, loadId);
    }
    return new OpenFile(storage, path(directory), layout, group);
  }

  private int largest() {
    int largest = -1;
    long most = -1;
    for (Map.Entry<Integer, OpenFile> entry : open.entrySet()) {
      long bytes = entry.getValue().footprint();
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
      done.add(file.finish(key));
      open.remove(partition);
      spare = file.group();
      scratch.share((long) columns * Math.max(1, open.size()));
    }
  }

  /** Its rows to come wait for the end: one more file, not many. */
  private void endEarly(int partition) throws IOException {
    end(partition);
    waiting.set(partition, drained == null);
  }

  @Override
  public void flush() throws IOException {
    if (partitioner == null || drained != null) {
      for (int partition : List.copyOf(open.keySet())) {
        writeEarly(partition);
      }
    } else {
      relieve(bufferedBytes() / 2);
    }
    forgetSpare();
  }

  /** Of several partitions the largest gives first: a row group, or all if that is too small. */
  private void relieve(long most) throws IOException {
    if (spilled.heldBytes() >= SMALLEST_ROW_GROUP) {
      spill();
    }
    forgetSpare();
    while (open.size() > 1 && bufferedBytes() > most) {
      int largest = largest();
      if (!writeEarly(largest)) {
        endEarly(largest);
        forgetSpare();
      }
    }
    if (open.size() == 1 && bufferedBytes() > most) {
      writeEarly(largest());
    }
  }

  private void forgetSpare() {
    spare = null;
  }

  /** Compressed bytes of a row group that is worth one. */
  static long smallestRowGroup(int columns) {
    return Math.max(SMALLEST_ROW_GROUP, columns * SMALLEST_COLUMN_CHUNK);
  }

  /** Writes the row group if it is worth one. */
  private boolean writeEarly(int partition) throws IOException {
    OpenFile file = file(partition);
    if (file.group().pendingBytes() < smallestRowGroup(columns)) {
      return false;
    }
    file.flush();
    file.group().shrink();
    endIfFull(partition, file);
    return true;
  }

  @Override
  public long bufferedBytes() {
    long bytes = spilled.footprint() + copies.footprint();
    for (OpenFile file : open.values()) {
      bytes += file.footprint();
    }
    bytes += drained == null ? 0 : drained.footprint();
    return spare == null ? bytes : bytes + spare.footprint();
  }

  @Override
  public Staged finish(Pressure pressure) throws IOException {
    for (int partition : List.copyOf(open.keySet())) {
      end(partition);
    }
    copies.finish();
    drain(pressure);
    finished = true;
    close();
    return new StagedFiles(table, done);
  }

  private void drain(Pressure pressure) throws IOException {
    if (spilled.isEmpty()) {
      return;
    }
    Batch batch = Batch.allocate(table.schema());
    drained = batch;
    spilled.drain(
        batch,
        new SpilledRows.Taker() {
          @Override
          public void take(int partition, Batch batch) throws IOException {
            add(partition, batch, ColumnEncoder.ALL, 0, batch.rows());
            pressure.look();
          }

          @Override
          public void end(int partition) throws IOException {
            ParquetStoreWriter.this.end(partition);
          }
        });
    drained = null;
  }

  @Override
  public void close() throws IOException {
    compressor.close();
    Cleaning cleaning = new Cleaning();
    cleaning.run(spilled::close);
    if (!finished) {
      finished = true;
      dropAll(cleaning);
    }
    cleaning.end();
  }

  private void dropAll(Cleaning cleaning) {
    for (OpenFile file : open.values()) {
      cleaning.run(file::abandon);
    }
    open.clear();
    cleaning.run(copies::abandon);
    for (DataFile file : done) {
      cleaning.run(() -> storage.delete(file.location()));
    }
    done.clear();
  }

  /** Does all there is to do, then fails with the first failure, if there was one. */
  private static final class Cleaning {
    private @Nullable IOException failure;

    interface Step {
      void run() throws IOException;
    }

    void run(Step step) {
      try {
        step.run();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }

    void end() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
