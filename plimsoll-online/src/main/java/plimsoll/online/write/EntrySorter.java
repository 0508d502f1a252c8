package plimsoll.online.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.online.key.RowHash;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Run;
import plimsoll.online.sort.RunWriter;
import plimsoll.online.sort.SortBuffer;
import plimsoll.storage.Storage;

/**
 * Sorts the entries of rows, slot by slot. Rows are kept once in memory for all slots; what does
 * not fit goes to runs, with a copy of the row in each slot's part. One thread's.
 */
public final class EntrySorter {
  /** What sorting takes for each entry, for a while: two orders, two numbers. */
  private static final long SORTING_BYTES = 24;

  private final Storage storage;
  private final List<Slot> slots;
  private final String pathPrefix;
  private final int blockBytes;
  private final List<SortBuffer> buffers = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final ByteSink rows = new ByteSink();
  private int[] rowStarts = new int[1 << 10];
  private int count;

  /**
   * No entries.
   *
   * @param pathPrefix begins the paths of runs
   * @param blockBytes of their blocks
   */
  public EntrySorter(Storage storage, List<Slot> slots, String pathPrefix, int blockBytes) {
    this.storage = storage;
    this.blockBytes = blockBytes;
    this.slots = slots;
    this.pathPrefix = pathPrefix;
    slots.forEach(slot -> buffers.add(new SortBuffer()));
  }

  /** Adds a row, named by load and number in it. */
  public void add(Batch batch, int row, long arrival, long loadId, long number) {
    int start = rows.size;
    RowCodec.write(batch, row, rows);
    long hash = RowHash.of(rows.data, start, rows.size - start);
    addTails(batch, row, arrival, hash, loadId, number);
  }

  /** Adds the keys of a row that is there already. */
  public void addKeys(Batch batch, int row, long arrival, long hash, long loadId, long number) {
    addTails(batch, row, arrival, hash, loadId, number);
  }

  private void addTails(Batch batch, int row, long arrival, long hash, long loadId, long number) {
    if (count + 2 > rowStarts.length) {
      rowStarts = Arrays.copyOf(rowStarts, 2 * rowStarts.length);
    }
    rowStarts[++count] = rows.size;
    for (int i = 0; i < slots.size(); i++) {
      ByteSink tails = buffers.get(i).tails;
      int start = tails.size;
      slots.get(i).writeTail(batch, row, arrival, hash, loadId, number, tails);
      buffers.get(i).added(start);
    }
  }

  /** Bytes of memory held, with what sorting will take. */
  public long footprint() {
    long bytes = rows.data.length + 4L * rowStarts.length + SORTING_BYTES * count;
    for (SortBuffer buffer : buffers) {
      bytes += buffer.footprint();
    }
    return bytes;
  }

  /** Entries in memory. */
  public int held() {
    return count;
  }

  /**
   * Writes what is in memory as a run.
   *
   * @param sync whether it shall be durable
   */
  public void spill(boolean sync) throws IOException {
    if (count == 0) {
      return;
    }
    String path = pathPrefix + runs.size() + ".run";
    try (RunWriter writer = new RunWriter(storage, path, blockBytes)) {
      for (SortBuffer buffer : buffers) {
        writer.part(buffer.sorted(rows, rowStarts));
        buffer.clear();
      }
      runs.add(writer.finish(sync));
    } catch (IOException | RuntimeException | Error e) {
      delete(path, e);
      throw e;
    }
    count = 0;
    rows.clear();
    rows.shrink();
    rowStarts = new int[1 << 10];
  }

  private void delete(String path, Throwable cause) {
    try {
      storage.delete(path);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The runs so far. */
  public List<Run> runs() {
    return List.copyOf(runs);
  }

  /** Removes the files of all runs. */
  public void drop() throws IOException {
    for (Run run : runs) {
      storage.delete(run.path());
    }
    runs.clear();
  }
}
