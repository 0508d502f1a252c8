package plimsoll.online.sort;

/** Entries of one slot in memory, in their order. */
public final class SortedEntries extends Entries {
  private final ByteStrings tails;
  private final ByteStrings rows;
  private final int[] order;
  private byte[] rowData = {};
  private int at;

  /**
   * Sorts them.
   *
   * @param tails none of them begins another
   * @param rows that of each tail, in the same order
   */
  public SortedEntries(ByteStrings tails, ByteStrings rows) {
    this.tails = tails;
    this.rows = rows;
    order = new TailSort(tails).order();
  }

  @Override
  public byte[] rowData() {
    return rowData;
  }

  @Override
  public boolean next() {
    if (at == order.length) {
      return false;
    }
    int entry = order[at++];
    data = tails.data(entry);
    keyStart = tails.start(entry);
    keyLength = tails.length(entry);
    rowData = rows.data(entry);
    rowStart = rows.start(entry);
    rowLength = rows.length(entry);
    return true;
  }
}
