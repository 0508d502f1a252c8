package plimsoll.online.write;

import java.io.IOException;
import java.util.List;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.online.key.Slot;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.Storage;

/**
 * One worker's rows of a load, sorted for every index. Memory is bounded: beyond it, or when told
 * so, the rows so far become a run on disk.
 */
public final class OnlineWriter implements StoreWriter {
  /** Runs smaller than this are not worth a file before the end. */
  private static final long LEAST_RUN_BYTES = 1 << 20;

  /** Workers number their rows apart: so many each. */
  private static final int ROW_BITS = 47;

  private final Storage storage;
  private final Load load;
  private final Limits limits;
  private final List<Slot> slots;
  private final EntrySorter sorter;
  private final long[] oldBefore;
  private final String directory;
  private long rows;
  private long late;
  private boolean staged;

  /**
   * What the rows belong to.
   *
   * @param table where they go
   * @param id the load
   * @param worker number in the load, from 0
   * @param arrival when the load came, in microseconds since 1970-01-01: the same for all workers
   */
  public record Load(OnlineTable table, long id, int worker, long arrival) {}

  /**
   * How much is held, and what must last.
   *
   * @param bufferBytes of memory, about
   * @param isEveryRunDurable whether runs are what the load will be published from, however many
   * @param blockBytes of a run's blocks
   */
  public record Limits(long bufferBytes, boolean isEveryRunDurable, int blockBytes) {}

  /**
   * A writer without rows.
   *
   * @param directory for files
   * @param fileTag begins every file name
   */
  public OnlineWriter(Storage storage, Load load, Limits limits, String directory, String fileTag) {
    this.storage = storage;
    this.load = load;
    this.limits = limits;
    this.directory = directory;
    String prefix = directory + "/" + fileTag + "-";
    slots = Slot.of(load.table());
    sorter = new EntrySorter(storage, slots, prefix, limits.blockBytes());
    oldBefore =
        load.table().indexes().stream()
            .mapToLong(index -> oldBefore(index, load.arrival()))
            .toArray();
  }

  private static long oldBefore(OnlineIndex index, long now) {
    return index.ttl().expiresByAge() ? index.oldBefore(now) : Long.MIN_VALUE;
  }

  @Override
  public void write(Batch batch) throws IOException {
    long first = ((long) load.worker() << ROW_BITS) + rows;
    for (int row = 0; row < batch.rows(); row++) {
      sorter.add(batch, row, load.arrival(), load.id(), first + row);
      late += isLate(batch, row) ? 1 : 0;
    }
    rows += batch.rows();
    if (sorter.footprint() >= limits.bufferBytes()) {
      sorter.spill(limits.isEveryRunDurable());
    }
  }

  private boolean isLate(Batch batch, int row) {
    for (int i = 0; i < oldBefore.length; i++) {
      if (oldBefore[i] == Long.MIN_VALUE
          || slots.get(i).time(batch, row, load.arrival()) >= oldBefore[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long bufferedBytes() {
    return sorter.footprint();
  }

  @Override
  public void flush() throws IOException {
    if (sorter.footprint() >= LEAST_RUN_BYTES) {
      sorter.spill(limits.isEveryRunDurable());
    }
  }

  @Override
  public Staged finish(Pressure pressure) throws IOException {
    boolean durable = limits.isEveryRunDurable() || sorter.runs().isEmpty();
    sorter.spill(durable);
    if (durable && rows > 0) {
      storage.syncDirectory(directory);
    }
    staged = true;
    return new StagedRuns(load.table(), load.arrival(), sorter.runs(), durable, rows, late);
  }

  @Override
  public void close() throws IOException {
    if (!staged) {
      sorter.drop();
    }
  }
}
