package plimsoll.online.sort;

import java.util.Arrays;
import plimsoll.flow.ByteSink;

/**
 * Entries of one slot in memory, and their order. Rows are kept by the owner, once for all slots.
 */
public final class SortBuffer {
  private static final int FIRST = 1 << 10;

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
    return new Sorted(rows, rowStarts, new TailSort(tails.data, starts, count, tails.size).order());
  }

  private int end(int entry) {
    return entry + 1 == count ? tails.size : starts[entry + 1];
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
