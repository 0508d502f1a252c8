package plimsoll.online.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.online.key.RowHash;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.ByteStrings;
import plimsoll.online.sort.Run;
import plimsoll.online.sort.RunWriter;
import plimsoll.online.sort.SortedEntries;
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
  private final List<ByteStrings> tails = new ArrayList<>(); // of each slot
  private final List<Run> runs = new ArrayList<>();
  private final ByteStrings rows = new ByteStrings();

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
    slots.forEach(slot -> tails.add(new ByteStrings()));
  }

  /** Adds a row, named by load and number in it. */
  public void add(Batch batch, int row, long arrival, long loadId, long number) {
    ByteSink bytes = rows.begin();
    int start = bytes.size;
    RowCodec.write(batch, row, bytes);
    rows.end();
    long hash = RowHash.of(bytes.data, start, bytes.size - start);
    addTails(batch, row, arrival, hash, loadId, number);
  }

  /** Adds the keys of a row that is there already. */
  public void addKeys(Batch batch, int row, long arrival, long hash, long loadId, long number) {
    ByteSink unused = rows.begin();
    rows.end();
    addTails(batch, row, arrival, hash, loadId, number);
  }

  private void addTails(Batch batch, int row, long arrival, long hash, long loadId, long number) {
    for (int i = 0; i < slots.size(); i++) {
      ByteSink bytes = tails.get(i).begin();
      slots.get(i).writeTail(batch, row, arrival, hash, loadId, number, bytes);
      tails.get(i).end();
    }
  }

  /** Bytes of memory held, with what sorting will take. */
  public long footprint() {
    long bytes = rows.footprint() + SORTING_BYTES * rows.count();
    for (ByteStrings each : tails) {
      bytes += each.footprint();
    }
    return bytes;
  }

  /**
   * Writes what is in memory as a run.
   *
   * @param sync whether it shall be durable
   */
  public void spill(boolean sync) throws IOException {
    if (rows.count() == 0) {
      return;
    }
    String path = pathPrefix + runs.size() + ".run";
    try (RunWriter writer = new RunWriter(storage, path, blockBytes)) {
      for (ByteStrings each : tails) {
        writer.part(new SortedEntries(each, rows));
        each.clear();
      }
      runs.add(writer.finish(sync));
    } catch (IOException | RuntimeException | Error e) {
      delete(path, e);
      throw e;
    }
    rows.clear();
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
