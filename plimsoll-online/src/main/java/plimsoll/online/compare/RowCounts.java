package plimsoll.online.compare;

/** How many rows there are of each hash: open addressing, at most half full. */
final class RowCounts {
  private static final int SMALLEST = 1 << 10;

  private long[] hashes = new long[SMALLEST];
  private int[] left = new int[SMALLEST]; // one more than the rows: 0 is a free place
  private int used;

  void add(long hash) {
    if (2 * (used + 1) > hashes.length) {
      grow();
    }
    int at = find(hash);
    if (left[at] == 0) {
      hashes[at] = hash;
      left[at] = 1;
      used++;
    }
    left[at] = Math.incrementExact(left[at]);
  }

  /** Takes one row of that hash away; false if there is none any more. */
  boolean take(long hash) {
    int at = find(hash);
    if (left[at] <= 1) {
      return false;
    }
    left[at]--;
    return true;
  }

  void clear() {
    hashes = new long[SMALLEST];
    left = new int[SMALLEST];
    used = 0;
  }

  /** Bytes of memory held. */
  long footprint() {
    return (long) hashes.length * (Long.BYTES + Integer.BYTES);
  }

  /** Its place, or the free one where it belongs; hashes are as good as random. */
  private int find(long hash) {
    int mask = hashes.length - 1;
    int at = (int) hash & mask;
    while (left[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldLeft = left;
    hashes = new long[2 * oldHashes.length];
    left = new int[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldLeft[i] != 0) {
        int at = find(oldHashes[i]);
        hashes[at] = oldHashes[i];
        left[at] = oldLeft[i];
      }
    }
  }
}
