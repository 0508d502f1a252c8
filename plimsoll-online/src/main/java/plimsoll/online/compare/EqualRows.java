package plimsoll.online.compare;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the files with equal key and time, of which the index may show only some: those with the
 * smallest hashes, as that is their order there. Holds no more than are shown.
 */
final class EqualRows {
  private final PriorityQueue<Long> smallest =
      new PriorityQueue<>((a, b) -> Long.compareUnsigned(b, a));
  private @Nullable KeyRange range;

  /** Adds the row that was just taken. */
  void add(KeyRange of, long hash, LiveRows live) {
    if (live.beginsEquals()) {
      end();
      range = of;
    }
    long room = live.room();
    if (room == Long.MAX_VALUE) {
      of.addOffline(hash);
      return;
    }
    smallest.add(hash);
    if (smallest.size() > room) {
      smallest.remove();
    }
  }

  /** No more rows of that key and time. */
  void end() {
    if (range != null) {
      smallest.forEach(range::addOffline);
    }
    smallest.clear();
  }
}
