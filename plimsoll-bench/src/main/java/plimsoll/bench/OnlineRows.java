package plimsoll.bench;

import java.io.IOException;
import java.nio.CharBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows of about 100 bytes of CSV for the online side: a key, a time, a text. All have the same
 * time, so that rows of a key are told apart by their text alone.
 *
 * @param rowsPerKey how many rows a key has, on average; keys come in random order
 */
record OnlineRows(int rowsPerKey) implements CsvFile.Rows {
  /** Rows at scale 1. */
  static final int ROWS = 3_000_000;

  private static final long TIME = 1_700_000_000_000L;
  private static final int LETTERS = 80;

  /** How many keys there are. */
  int keys(double scale) {
    return (int) Math.max(1, rows(scale) / rowsPerKey);
  }

  static long rows(double scale) {
    return Math.round(ROWS * scale);
  }

  @Override
  public List<CsvFile.Column> columns() {
    return List.of(
        new CsvFile.Column("id", "BIGINT"),
        new CsvFile.Column("at", "BIGINT"),
        new CsvFile.Column("note", "VARCHAR(100)"));
  }

  @Override
  public char separator() {
    return ',';
  }

  @Override
  public void write(double scale, Appendable out) throws IOException {
    SplittableRandom random = new SplittableRandom(rowsPerKey);
    int keys = keys(scale);
    char[] letters = new char[LETTERS];
    for (long row = 0; row < rows(scale); row++) {
      for (int i = 0; i < LETTERS; i += 8) {
        long word = random.nextLong();
        for (int j = 0; j < 8; j++) {
          letters[i + j] = (char) ('a' + ((word >>> (8 * j)) & 15));
        }
      }
      out.append(Integer.toString(random.nextInt(keys))).append(',');
      out.append(Long.toString(TIME)).append(',');
      out.append(CharBuffer.wrap(letters)).append('\n');
    }
  }
}
