package plimsoll.lake.parquet;

import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;

/**
 * What the encoders of one writer share: arrays that are in use only while one of them takes a
 * batch or ends a page, and how long pages may become. One thread's.
 */
final class Scratch {
  /*
   * Every column of every open file has a page that is being filled, and perhaps a dictionary. With a
   * few columns both have the size that reads best. With thousands, or with many files, their sum is
   * what a writer needs: so each gets its part of a fixed amount, down to a page that is still worth its
   * header. The figures are bytes of a row or an entry in the arrays of FixedEncoder, half of them empty.
   */
  private static final long HEAP = Runtime.getRuntime().maxMemory();
  private static final long PAGE_MEMORY = Math.min(24 << 20, HEAP / 48);
  private static final long DICTIONARY_MEMORY = Math.min(64 << 20, HEAP / 18);
  private static final int BYTES_PER_ROW = 16;
  private static final int BYTES_PER_ENTRY = 32;
  private static final int FEWEST = 1024;

  /** Memory that a sink keeps when it is empty; more was for a very long value. */
  private static final int KEPT = 4 << 20;

  final DeltaBinaryPacked delta = new DeltaBinaryPacked();
  final ByteSink page = new ByteSink();
  final ByteSink trial = new ByteSink();
  final ByteSink compressed = new ByteSink();
  final int[] present = new int[Batch.CAPACITY];
  final long[] incoming = new long[Batch.CAPACITY];
  private byte[] numbers = new byte[0];
  private int pageRows = ColumnEncoder.PAGE_ROWS;
  private int dictionaryEntries = ColumnEncoder.MAX_DICTIONARY;

  /** Says how many columns are being filled, of all open files together. */
  void share(long columns) {
    pageRows = part(PAGE_MEMORY / BYTES_PER_ROW, columns, ColumnEncoder.PAGE_ROWS);
    dictionaryEntries =
        part(DICTIONARY_MEMORY / BYTES_PER_ENTRY, columns, ColumnEncoder.MAX_DICTIONARY);
  }

  private static int part(long all, long columns, int most) {
    return (int) Math.max(FEWEST, Math.min(most, all / Math.max(1, columns)));
  }

  /** Rows after which a page ends. */
  int pageRows() {
    return pageRows;
  }

  /** So many values are looked at before a dictionary may be given up early. */
  int probeValues() {
    return Math.min(ColumnEncoder.PROBE_VALUES, pageRows / 4);
  }

  /** A dictionary with more entries than this is given up. */
  int dictionaryEntries() {
    return dictionaryEntries;
  }

  /** Room for a batch of decimals as bytes. */
  byte[] numbers(int bytes) {
    if (numbers.length < bytes) {
      numbers = new byte[bytes];
    }
    return numbers;
  }

  /** Empties a sink, and gives back what only a very long value needed. */
  static void empty(ByteSink sink) {
    sink.clear();
    if (sink.data.length > KEPT) {
      sink.shrink();
    }
  }
}
