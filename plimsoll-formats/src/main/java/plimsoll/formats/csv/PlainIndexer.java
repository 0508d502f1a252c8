package plimsoll.formats.csv;

import plimsoll.convert.Swar;

/** One byte between fields, one at the end of rows, nothing quoted. */
final class PlainIndexer extends BlockIndexer {
  /*
   * 64 bytes at a time: eight words are compared with both delimiters, the hits gathered to one bit a
   * byte, the bits written out as positions. All state is in locals, which the compiler keeps in
   * registers; hence one long method. Most blocks take two short cuts: without a byte above 127 a
   * comparison costs half, and without a record end (known from an OR) nothing has to be gathered for it.
   */
  private final long separator;
  private final long recordEnd;
  private final long tops;

  PlainIndexer(Dialect dialect) {
    super(dialect);
    separator = Swar.repeat(dialect.separator()[0]);
    recordEnd = Swar.repeat(dialect.recordEnd()[0]);
    tops = (separator | recordEnd) & Swar.TOPS;
  }

  @Override
  boolean blocks(byte[] data, int start, int end, int shift, StructuralIndex out) {
    int[] positions = out.positions;
    int[] rows = out.rows;
    int count = out.count;
    int rowCount = out.rowCount;
    long seen = 0;
    for (int at = start; at < end; at += Masks.BLOCK) {
      long w0 = Swar.word(data, at);
      long w1 = Swar.word(data, at + 8);
      long w2 = Swar.word(data, at + 16);
      long w3 = Swar.word(data, at + 24);
      long w4 = Swar.word(data, at + 32);
      long w5 = Swar.word(data, at + 40);
      long w6 = Swar.word(data, at + 48);
      long w7 = Swar.word(data, at + 56);
      long bytes = w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7;
      seen |= bytes;
      long all;
      long records;
      if (((bytes | tops) & Swar.TOPS) == 0) {
        long r0 = Masks.hits(w0, recordEnd);
        long r1 = Masks.hits(w1, recordEnd);
        long r2 = Masks.hits(w2, recordEnd);
        long r3 = Masks.hits(w3, recordEnd);
        long r4 = Masks.hits(w4, recordEnd);
        long r5 = Masks.hits(w5, recordEnd);
        long r6 = Masks.hits(w6, recordEnd);
        long r7 = Masks.hits(w7, recordEnd);
        all =
            Masks.gather(
                (Masks.hits(w0, separator) | r0) & Swar.TOPS,
                (Masks.hits(w1, separator) | r1) & Swar.TOPS,
                (Masks.hits(w2, separator) | r2) & Swar.TOPS,
                (Masks.hits(w3, separator) | r3) & Swar.TOPS,
                (Masks.hits(w4, separator) | r4) & Swar.TOPS,
                (Masks.hits(w5, separator) | r5) & Swar.TOPS,
                (Masks.hits(w6, separator) | r6) & Swar.TOPS,
                (Masks.hits(w7, separator) | r7) & Swar.TOPS);
        boolean any = ((r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7) & Swar.TOPS) != 0;
        records = any ? Masks.gatherTops(r0, r1, r2, r3, r4, r5, r6, r7) : 0;
      } else if (tops == 0) {
        long r0 = Masks.asciiHits(w0, recordEnd);
        long r1 = Masks.asciiHits(w1, recordEnd);
        long r2 = Masks.asciiHits(w2, recordEnd);
        long r3 = Masks.asciiHits(w3, recordEnd);
        long r4 = Masks.asciiHits(w4, recordEnd);
        long r5 = Masks.asciiHits(w5, recordEnd);
        long r6 = Masks.asciiHits(w6, recordEnd);
        long r7 = Masks.asciiHits(w7, recordEnd);
        all =
            Masks.gatherTops(
                Masks.asciiHits(w0, separator) | r0,
                Masks.asciiHits(w1, separator) | r1,
                Masks.asciiHits(w2, separator) | r2,
                Masks.asciiHits(w3, separator) | r3,
                Masks.asciiHits(w4, separator) | r4,
                Masks.asciiHits(w5, separator) | r5,
                Masks.asciiHits(w6, separator) | r6,
                Masks.asciiHits(w7, separator) | r7);
        boolean any = ((r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7) & Swar.TOPS) != 0;
        records = any ? Masks.gatherTops(r0, r1, r2, r3, r4, r5, r6, r7) : 0;
      } else {
        records = Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, recordEnd);
        all = records | Masks.places(w0, w1, w2, w3, w4, w5, w6, w7, separator);
      }
      while (records != 0) {
        long lowest = records & -records;
        rows[rowCount++] = count + Long.bitCount(all & (lowest - 1));
        records ^= lowest;
      }
      count = Masks.write(all, at + shift, positions, count);
    }
    out.count = count;
    out.rowCount = rowCount;
    out.ascii &= (seen & Swar.TOPS) == 0;
    return true;
  }
}
