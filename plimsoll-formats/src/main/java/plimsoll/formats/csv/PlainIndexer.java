package plimsoll.formats.csv;

import java.util.Arrays;
import plimsoll.convert.Swar;

/** One byte between fields, one at the end of rows, nothing quoted. */
final class PlainIndexer implements Indexer {
  /*
   * 64 bytes at a time: eight words are compared with both delimiters, the hits gathered to one bit a
   * byte, the bits written out as positions. All state is in locals, which the compiler keeps in
   * registers; hence one long method. Blocks without a byte above 127, nearly all, take a comparison
   * that costs half. The last block may reach past the array: it is then read from a copy.
   */
  private final long separator;
  private final long recordEnd;
  private final boolean asciiDelimiters;
  private final byte[] lastBlock = new byte[Masks.BLOCK];

  PlainIndexer(Dialect dialect) {
    separator = Swar.repeat(dialect.separator()[0]);
    recordEnd = Swar.repeat(dialect.recordEnd()[0]);
    asciiDelimiters = ((separator | recordEnd) & Swar.TOPS) == 0;
  }

  @Override
  public boolean index(byte[] data, int start, int end, StructuralIndex out) {
    out.begin(start);
    int[] positions = out.positions;
    int[] rows = out.rows;
    int count = out.count;
    int rowCount = out.rowCount;
    long tops = asciiDelimiters ? 0 : Swar.TOPS;
    long seen = 0;
    for (int base = start; base < end; base += Masks.BLOCK) {
      byte[] from = data;
      int at = base;
      if (base > data.length - Masks.BLOCK) {
        from = copyOfLastBlock(data, base, end);
        at = 0;
      }
      if (count > positions.length - Masks.SLACK) {
        positions = Arrays.copyOf(positions, positions.length * 2);
      }
      if (rowCount > rows.length - Masks.SLACK) {
        rows = Arrays.copyOf(rows, rows.length * 2);
      }
      long w0 = Swar.word(from, at);
      long w1 = Swar.word(from, at + 8);
      long w2 = Swar.word(from, at + 16);
      long w3 = Swar.word(from, at + 24);
      long w4 = Swar.word(from, at + 32);
      long w5 = Swar.word(from, at + 40);
      long w6 = Swar.word(from, at + 48);
      long w7 = Swar.word(from, at + 56);
      long bytes = w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7;
      seen |= bytes;
      long fields;
      long records;
      if (((bytes | tops) & Swar.TOPS) == 0) {
        fields =
            Masks.gather(
                Masks.matchesAscii(w0, separator), Masks.matchesAscii(w1, separator),
                Masks.matchesAscii(w2, separator), Masks.matchesAscii(w3, separator),
                Masks.matchesAscii(w4, separator), Masks.matchesAscii(w5, separator),
                Masks.matchesAscii(w6, separator), Masks.matchesAscii(w7, separator));
        records =
            Masks.gather(
                Masks.matchesAscii(w0, recordEnd), Masks.matchesAscii(w1, recordEnd),
                Masks.matchesAscii(w2, recordEnd), Masks.matchesAscii(w3, recordEnd),
                Masks.matchesAscii(w4, recordEnd), Masks.matchesAscii(w5, recordEnd),
                Masks.matchesAscii(w6, recordEnd), Masks.matchesAscii(w7, recordEnd));
      } else {
        fields =
            Masks.gather(
                Swar.matches(w0, separator), Swar.matches(w1, separator),
                Swar.matches(w2, separator), Swar.matches(w3, separator),
                Swar.matches(w4, separator), Swar.matches(w5, separator),
                Swar.matches(w6, separator), Swar.matches(w7, separator));
        records =
            Masks.gather(
                Swar.matches(w0, recordEnd), Swar.matches(w1, recordEnd),
                Swar.matches(w2, recordEnd), Swar.matches(w3, recordEnd),
                Swar.matches(w4, recordEnd), Swar.matches(w5, recordEnd),
                Swar.matches(w6, recordEnd), Swar.matches(w7, recordEnd));
      }
      long exist = Masks.existing(end - base);
      records &= exist;
      long all = (fields & exist) | records;
      while (records != 0) {
        long lowest = records & -records;
        rows[rowCount++] = count + Long.bitCount(all & (lowest - 1));
        records ^= lowest;
      }
      count = Masks.write(all, base, positions, count);
    }
    out.positions = positions;
    out.rows = rows;
    out.count = count;
    out.rowCount = rowCount;
    out.ascii = (seen & Swar.TOPS) == 0;
    return true;
  }

  private byte[] copyOfLastBlock(byte[] data, int base, int end) {
    System.arraycopy(data, base, lastBlock, 0, end - base);
    return lastBlock;
  }
}
