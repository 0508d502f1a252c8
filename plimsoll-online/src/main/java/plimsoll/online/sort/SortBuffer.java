package plimsoll.online.sort;

import java.util.Arrays;
import plimsoll.flow.ByteSink;
import plimsoll.online.key.KeyLayout;

/**
 * Entries of one slot in memory, and their order. Rows are kept by the owner, once for all slots.
 *
 * <p>Merge sort over the first eight bytes of each tail; only where they are equal the tails
 * themselves are looked at.
 */
public final class SortBuffer {
  private static final int FIRST = 1 << 10;
  private static final int SHORT_RANGE = 12;

  /** Tails, one behind the other. */
  public final ByteSink tails = new ByteSink();

  private int[] starts = new int[FIRST];
  private int count;

  /** Notes that the bytes added to {@link #tails} since {@code start} are the next row's tail. */
  public void added(int start) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = start;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Bytes of memory held; sorting takes as much as {@code 24} an entry for a while. */
  public long footprint() {
    return tails.data.length + 4L * starts.length;
  }

  /** Forgets the entries, and gives back room. */
  public void clear() {
    count = 0;
    tails.clear();
    tails.shrink();
    starts = new int[FIRST];
  }

  /**
   * The entries in order.
   *
   * @param rows where their rows lie
   * @param rowStarts where each row begins, in the order of {@link #added}; the last ends the rows
   */
  public Entries sorted(ByteSink rows, int[] rowStarts) {
    return new Sorted(rows, rowStarts, order());
  }

  private int[] order() {
    int[] order = new int[count];
    long[] firsts = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
      firsts[i] = KeyLayout.longAt(tails.data, starts[i]) ^ Long.MIN_VALUE;
    }
    new MergeSort(order.clone(), firsts.clone()).sort(order, firsts, 0, count);
    return order;
  }

  private int end(int entry) {
    return entry + 1 == count ? tails.size : starts[entry + 1];
  }

  private boolean isBehind(long first, int entry, long otherFirst, int other) {
    return first != otherFirst ? first > otherFirst : compare(entry, other) > 0;
  }

  private int compare(int a, int b) {
    byte[] data = tails.data;
    return Arrays.compareUnsigned(data, starts[a], end(a), data, starts[b], end(b));
  }

  /** Sorts two arrays alike; has room for a copy of both. */
  private final class MergeSort {
    private final int[] orderRoom;
    private final long[] firstsRoom;

    MergeSort(int[] orderRoom, long[] firstsRoom) {
      this.orderRoom = orderRoom;
      this.firstsRoom = firstsRoom;
    }

    void sort(int[] order, long[] firsts, int from, int to) {
      if (to - from <= SHORT_RANGE) {
        insert(order, firsts, from, to);
        return;
      }
      int middle = (from + to) >>> 1;
      sort(order, firsts, from, middle);
      sort(order, firsts, middle, to);
      if (isBehind(firsts[middle - 1], order[middle - 1], firsts[middle], order[middle])) {
        merge(order, firsts, from, middle, to);
      }
    }

    private void insert(int[] order, long[] firsts, int from, int to) {
      for (int i = from + 1; i < to; i++) {
        int entry = order[i];
        long first = firsts[i];
        int at = i;
        while (at > from && isBehind(firsts[at - 1], order[at - 1], first, entry)) {
          order[at] = order[at - 1];
          firsts[at] = firsts[at - 1];
          at--;
        }
        order[at] = entry;
        firsts[at] = first;
      }
    }

    private void merge(int[] order, long[] firsts, int from, int middle, int to) {
      System.arraycopy(order, from, orderRoom, from, middle - from);
      System.arraycopy(firsts, from, firstsRoom, from, middle - from);
      int left = from;
      int right = middle;
      int at = from;
      while (left < middle && right < to) {
        if (isBehind(firstsRoom[left], orderRoom[left], firsts[right], order[right])) {
          order[at] = order[right];
          firsts[at++] = firsts[right++];
        } else {
          order[at] = orderRoom[left];
          firsts[at++] = firstsRoom[left++];
        }
      }
      System.arraycopy(orderRoom, left, order, at, middle - left);
      System.arraycopy(firstsRoom, left, firsts, at, middle - left);
    }
  }

  private final class Sorted extends Entries {
    private final ByteSink rows;
    private final int[] rowStarts;
    private final int[] order;
    private int at;

    Sorted(ByteSink rows, int[] rowStarts, int[] order) {
      this.rows = rows;
      this.rowStarts = rowStarts;
      this.order = order;
      data = tails.data;
    }

    @Override
    public byte[] rowData() {
      return rows.data;
    }

    @Override
    public boolean next() {
      if (at == order.length) {
        return false;
      }
      int entry = order[at++];
      keyStart = starts[entry];
      keyLength = end(entry) - keyStart;
      rowStart = rowStarts[entry];
      rowLength = rowStarts[entry + 1] - rowStart;
      return true;
    }
  }
}
