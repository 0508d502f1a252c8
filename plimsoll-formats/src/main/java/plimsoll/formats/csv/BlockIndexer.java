package plimsoll.formats.csv;

import java.util.Arrays;

/**
 * What the indexers that work on blocks of 64 bytes share: room for what they find, and the tail.
 */
abstract class BlockIndexer implements Indexer {
  /** Room is made for this many bytes at a time, so that the inner loops need not ask for it. */
  private static final int PIECE = 1 << 16;

  private static final byte[] NOTHING = {};

  private final byte[] tail = new byte[Masks.BLOCK];
  private final byte filler;
  private final boolean endsAreLineBreaks;
  private byte[] indexed = NOTHING;
  private int start;

  BlockIndexer(Dialect dialect) {
    filler = (byte) neutral(dialect);
    endsAreLineBreaks = dialect.recordEnd()[0] == dialect.lineBreak();
  }

  /** An ASCII byte that means nothing in the dialect. */
  private static int neutral(Dialect dialect) {
    int value = 'a';
    while (Dialect.contains(dialect.separator(), value)
        || Dialect.contains(dialect.recordEnd(), value)
        || value == dialect.quote()
        || value == dialect.escape()) {
      value++;
    }
    return value;
  }

  @Override
  public final boolean index(byte[] data, int from, int end, StructuralIndex out) {
    out.begin(from);
    indexed = data;
    start = from;
    begin();
    boolean known = pieces(data, from, end, out);
    indexed = NOTHING; // a long row's buffer is not held until the next call
    return known;
  }

  private boolean pieces(byte[] data, int from, int end, StructuralIndex out) {
    int whole = from + (end - from) / Masks.BLOCK * Masks.BLOCK;
    for (int at = from; at < whole; at = at + Math.min(PIECE, whole - at)) {
      out.reserve(PIECE + Masks.SLACK);
      if (!blocks(data, at, at + Math.min(PIECE, whole - at), 0, out)) {
        return false;
      }
    }
    return tail(data, whole, end, out) && end(out);
  }

  /** The bytes behind the last whole block are read from a copy, filled up. */
  private boolean tail(byte[] data, int whole, int end, StructuralIndex out) {
    if (whole == end) {
      return true;
    }
    Arrays.fill(tail, filler);
    System.arraycopy(data, whole, tail, 0, end - whole);
    out.reserve(2 * Masks.SLACK);
    return blocks(tail, 0, Masks.BLOCK, whole, out);
  }

  /** Forgets what the last call left. */
  void begin() {}

  /** Adds what is known at the end. */
  boolean end(StructuralIndex out) {
    countLines(out, 0);
    return true;
  }

  /** Where lines end as rows do, all of them were seen, some within quotes. */
  void countLines(StructuralIndex out, int quoted) {
    out.lineBreaks = endsAreLineBreaks ? out.records() + quoted : StructuralIndex.UNKNOWN;
  }

  /**
   * Indexes whole blocks; what is found at i is noted as {@code i + shift}. The index has room.
   *
   * @return false if this variant cannot read these bytes rightly
   */
  abstract boolean blocks(byte[] data, int from, int end, int shift, StructuralIndex out);

  /** The buffer being indexed, within {@link #blocks}, whatever the block lies in. */
  byte[] indexed() {
    return indexed;
  }

  /** Where indexing began. */
  int start() {
    return start;
  }
}
