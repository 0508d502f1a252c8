package plimsoll.lake.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * Rows of partitions that are not open, until they can be written partition by partition. What does
 * not fit in memory goes to one file, in runs that are sorted by partition; at the end all runs are
 * read side by side. The file is not synced: whoever lost the process needs it no more.
 */
final class SpilledRows implements Closeable {
  private static final int BLOCK = 64 << 10;
  private static final int SMALLEST_BLOCK = 4 << 10;
  private static final int ALL_BLOCKS = 16 << 20;
  private static final int KEPT_ROWS = 1 << 16;

  /** Bytes of values after which a batch that is read back ends. */
  private static final int MOST_BATCH_BYTES = 4 << 20;

  private final Storage storage;
  private final String path;
  private final ByteSink rows = new ByteSink();
  private final List<Long> ends = new ArrayList<>(); // of the runs in the file
  private int[] partitions = {};
  private int[] starts = {};
  private int count;
  private long reading; // bytes of the buffers that runs of the file are read into
  private @Nullable OutputFile file;

  /**
   * No rows yet.
   *
   * @param path of the file, which must not exist
   */
  SpilledRows(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  /** Takes the rows, one partition after the other, each in the order in which they were added. */
  interface Taker {
    /** Rows of a partition; called again while it has more. */
    void take(int partition, Batch batch) throws IOException;

    /** The partition has no more rows. */
    void end(int partition) throws IOException;
  }

  /** Keeps the rows {@code at[from..to)} of a batch. */
  void add(int partition, Batch batch, int[] at, int from, int to) {
    for (int i = from; i < to; i++) {
      if (count == starts.length) {
        int capacity = Math.max(1 << 10, 2 * count);
        starts = Arrays.copyOf(starts, capacity);
        partitions = Arrays.copyOf(partitions, capacity);
      }
      partitions[count] = partition;
      starts[count++] = rows.size;
      RowCodec.write(batch, at[i], rows);
    }
  }

  /** Bytes of memory held. */
  long footprint() {
    return rows.data.length + 8L * starts.length + reading;
  }

  /** Whether no row was kept. */
  boolean isEmpty() {
    return count == 0 && ends.isEmpty();
  }

  /** Bytes of rows in memory. */
  long heldBytes() {
    return rows.size;
  }

  /** Writes the rows in memory to the file. */
  void spill() throws IOException {
    if (count == 0) {
      return;
    }
    OutputFile out = file;
    if (out == null) {
      out = storage.create(path);
      file = out;
    }
    writeRun(out);
    ends.add(out.position());
    count = 0;
    Scratch.empty(rows);
    if (starts.length > KEPT_ROWS) { // they count as memory held, used or not
      starts = new int[0];
      partitions = new int[0];
    }
  }

  /** Each row behind its partition and its length. */
  private void writeRun(OutputFile out) throws IOException {
    ByteSink block = new ByteSink();
    for (int row : order()) {
      int length = end(row) - starts[row];
      block.putInt(partitions[row]);
      block.putInt(length);
      block.put(rows.data, starts[row], length);
      if (block.size >= BLOCK) {
        out.write(block.data, 0, block.size);
        block.clear();
      }
    }
    out.write(block.data, 0, block.size);
  }

  private int end(int row) {
    return row + 1 == count ? rows.size : starts[row + 1];
  }

  /** The rows by partition, those of one partition in the order in which they were added. */
  private int[] order() {
    int most = 0;
    for (int row = 0; row < count; row++) {
      most = Math.max(most, partitions[row]);
    }
    int[] places = new int[most + 2];
    for (int row = 0; row < count; row++) {
      places[partitions[row] + 1]++;
    }
    for (int partition = 0; partition <= most; partition++) {
      places[partition + 1] += places[partition];
    }
    int[] order = new int[count];
    for (int row = 0; row < count; row++) {
      order[places[partitions[row]]++] = row;
    }
    return order;
  }

  /**
   * Hands all rows on; there are none afterwards.
   *
   * @param batch what they are handed on in
   */
  void drain(Batch batch, Taker taker) throws IOException {
    if (file != null) {
      spill();
      file.close();
    }
    try (InputFile in = file == null ? null : storage.open(path)) {
      List<Run> runs = runs(in);
      int partition = first(runs);
      while (partition != Run.ENDED) {
        drain(partition, runs, batch, taker);
        taker.end(partition);
        partition = first(runs);
      }
    }
    count = 0;
    reading = 0;
    ends.clear();
    Scratch.empty(rows);
  }

  private List<Run> runs(@Nullable InputFile in) throws IOException {
    List<Run> runs = new ArrayList<>();
    if (in == null) {
      runs.add(new HeldRun());
      return runs;
    }
    int block = Math.max(SMALLEST_BLOCK, Math.min(BLOCK, ALL_BLOCKS / ends.size()));
    long start = 0;
    for (long end : ends) {
      runs.add(new FileRun(in, start, end, block));
      start = end;
    }
    reading = (long) block * runs.size();
    for (Run run : runs) {
      run.next();
    }
    return runs;
  }

  private static int first(List<Run> runs) {
    int first = Run.ENDED;
    for (Run run : runs) {
      first = Math.min(first, run.partition);
    }
    return first;
  }

  private static void drain(int partition, List<Run> runs, Batch batch, Taker taker)
      throws IOException {
    RowCodec reader = new RowCodec();
    batch.clear();
    int row = 0;
    long bytes = 0;
    for (Run run : runs) {
      while (run.partition == partition) {
        run.load();
        reader.read(run.data, run.start, batch, row++);
        bytes += run.length;
        if (row == batch.capacity() || bytes >= MOST_BATCH_BYTES) {
          batch.rows(row);
          taker.take(partition, batch);
          batch.clear();
          row = 0;
          bytes = 0;
        }
        run.next();
      }
    }
    if (row > 0) {
      batch.rows(row);
      taker.take(partition, batch);
    }
  }

  /** Rows in order of their partitions, one at a time. */
  private abstract static class Run {
    static final int ENDED = Integer.MAX_VALUE;

    int partition = ENDED;
    byte[] data = new byte[0];
    int start;
    int length;

    /** Finds the next row's partition and length. */
    abstract void next() throws IOException;

    /**
     * Makes the row lie in the data. Only rows whose turn it is are held, so one long row a drain.
     */
    abstract void load() throws IOException;
  }

  /** Those in memory. */
  private final class HeldRun extends Run {
    private final int[] order = order();
    private int at;

    HeldRun() {
      data = rows.data;
      next();
    }

    @Override
    void next() {
      if (at == order.length) {
        partition = ENDED;
        return;
      }
      int row = order[at++];
      partition = partitions[row];
      start = starts[row];
      length = end(row) - start;
    }

    @Override
    void load() {} // it is there
  }

  /** Those of a part of the file. */
  private static final class FileRun extends Run {
    private static final int HEADER = 2 * Integer.BYTES;

    private final InputFile in;
    private final long end;
    private final int block;
    private long position;
    private int filled;

    FileRun(InputFile in, long start, long end, int block) {
      this.in = in;
      this.position = start;
      this.end = end;
      this.block = block;
    }

    @Override
    void next() throws IOException {
      int at = start + length;
      if (at == filled && position == end) {
        partition = ENDED;
        data = new byte[0];
        return;
      }
      start = at;
      need(HEADER);
      partition = (int) ByteSink.INT.get(data, start);
      length = (int) ByteSink.INT.get(data, start + Integer.BYTES);
      start += HEADER;
    }

    @Override
    void load() throws IOException {
      need(length);
    }

    /** Makes so many bytes from {@link #start} on be there. */
    private void need(int bytes) throws IOException {
      if (filled - start >= bytes) {
        return;
      }
      byte[] room =
          bytes <= block && data.length == block ? data : new byte[Math.max(bytes, block)];
      System.arraycopy(data, start, room, 0, filled - start);
      filled -= start;
      start = 0;
      data = room;
      while (filled < bytes) {
        int most = (int) Math.min(end - position, room.length - filled);
        int read = most == 0 ? -1 : in.read(position, room, filled, most);
        if (read < 0) {
          throw new EOFException(in.path() + " ends at byte " + position);
        }
        position += read;
        filled += read;
      }
    }
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    OutputFile out = file;
    file = null;
    if (out != null) {
      try {
        out.close();
      } finally {
        storage.delete(path);
      }
    }
  }
}
