package plimsoll.formats.csv;

import plimsoll.flow.Quoting;

/**
 * Stage one: finds where fields and rows end. Variants differ in speed and in the dialects they
 * know, never in what they find.
 */
interface Indexer {
  /**
   * Indexes {@code data[start, end)}; {@code start} is the start of a record. What follows the last
   * record end is a record only if the {@code end} is the end of the chunk.
   *
   * @return false if this variant cannot read these bytes rightly; {@code out} is then undefined
   */
  boolean index(byte[] data, int start, int end, StructuralIndex out);

  /**
   * The fast variant for a dialect and bytes with no more than that in them, which may answer
   * false; the exact one if there is none.
   */
  static Indexer fast(Dialect dialect, Quoting quoting) {
    if (!dialect.isSingleByte() || (dialect.hasQuoting() && dialect.hasComments())) {
      return new ExactIndexer(dialect);
    }
    return dialect.hasQuoting() && quoting != Quoting.NONE
        ? new QuotedIndexer(dialect, quoting == Quoting.UNKNOWN)
        : new PlainIndexer(dialect);
  }
}
