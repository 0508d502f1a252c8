package plimsoll.flow;

/**
 * Finds where whole records end, so that an input can be cut into chunks that parse alone. Holds
 * the state of one input between calls (an open quote); a new input needs a new cutter. Must be
 * much cheaper than parsing: it runs under the reader's lock.
 */
public interface RecordCutter {
  /**
   * Looks at the bytes {@code [start, end)} of {@code data}; {@code start} is a record boundary.
   *
   * @return past a record end in the range, the last one or one near it; {@code start} if no record
   *     ends there. Bytes behind it are given again, first, in the next call
   */
  int lastRecordEnd(byte[] data, int start, int end);

  /**
   * What the last call of {@link #lastRecordEnd} saw in its range, but for a header and skipped
   * rows at its start: a reader of rows need not look again.
   */
  default Quoting quoting() {
    return Quoting.UNKNOWN;
  }
}
