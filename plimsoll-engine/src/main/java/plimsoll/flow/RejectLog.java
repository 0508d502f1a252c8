package plimsoll.flow;

import plimsoll.model.RejectedRow;

/** Takes the rejected rows of a load, in input order, from any number of workers. */
public interface RejectLog {
  /**
   * Rejects for one chunk. Lines are counted from the chunk's start; they become lines of the input
   * when {@link ChunkRejects#close} has told the chunk's lines and all chunks before it are done.
   */
  ChunkRejects chunk(int ordinal, String input, boolean firstOfInput);

  /** Takes one row that needs no translation. */
  void add(RejectedRow row);

  /** Rejects of one chunk. */
  interface ChunkRejects extends RowRejects {
    /** The chunk is done and held that many physical lines. */
    void close(long lines);
  }
}
