package plimsoll.online.store;

import java.io.IOException;
import java.util.List;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.KeySlice;
import plimsoll.online.sort.MergedRuns;
import plimsoll.online.write.StagedLoad;
import plimsoll.storage.Storage;

/**
 * How the runs of loads become one order: slice by slice, by several threads.
 *
 * @param storage where they are
 * @param helpers who does it
 * @param sliceBytes least of a slice, about
 */
record Merging(Storage storage, Helpers helpers, long sliceBytes) {
  private static final int BLOCKS_OF_ALL = 16 << 20;
  private static final int BLOCKS_OF_ONE = 4 << 20;

  Entries entries(KeySlice slice) throws IOException {
    int blocks = Math.max(BLOCKS_OF_ONE, BLOCKS_OF_ALL / (1 + helpers.most()));
    return new MergedRuns(storage, slice, blocks);
  }

  /** All entries of a slot, in as many slices as there may be threads. */
  List<KeySlice> slices(StagedLoad load, int slot, int threads) throws IOException {
    return KeySlice.of(storage, load.runs(), slot, threads, sliceBytes);
  }
}
