package plimsoll.online.store;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.KeySlice;
import plimsoll.online.write.StagedLoad;

/**
 * A load with what is known when it is written.
 *
 * @param incarnation its table's now
 * @param present which of its rows are left out
 */
record PendingLoad(StagedLoad load, long incarnation, PresentRows present) {
  private static final int ASK_EVERY = 1024;

  /** Writes entries. */
  interface Taker {
    /** An entry: key of head and tail, value of head and, unless it is without, row. */
    void take(byte[] keyHead, Entries entry, byte[] valueHead, boolean withRow) throws IOException;
  }

  List<Slot> slots() {
    return Slot.of(load.online());
  }

  /**
   * Gives the entries of a slice that are to be there, in their order.
   *
   * @param slot its position in {@link #slots}
   * @param goesOn asked now and then
   * @return whether that was all
   */
  boolean each(Merging merging, int slot, KeySlice slice, BooleanSupplier goesOn, Taker taker)
      throws IOException {
    Slot of = slots().get(slot);
    byte[] keyHead = KeyLayout.head(incarnation, of.number());
    byte[] valueHead = RowValue.head(load.online(), load.arrival());
    try (Entries entries = merging.entries(slice);
        PresentRows.Choice choice = present.choose(slot, slice)) {
      for (int count = 1; entries.next(); count++) {
        if (!choice.leavesOut(entries)) {
          taker.take(keyHead, entries, valueHead, !of.isHidden());
        }
        if (count % ASK_EVERY == 0 && !goesOn.getAsBoolean()) {
          return false;
        }
      }
      return true;
    }
  }
}
