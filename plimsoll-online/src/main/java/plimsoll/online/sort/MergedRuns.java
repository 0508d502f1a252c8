package plimsoll.online.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.online.key.KeyLayout;
import plimsoll.storage.Storage;

/**
 * Entries of a slice in several runs, in one order.
 *
 * <p>A tree of losers: each inner node holds the run that lost there, so an entry that is taken
 * costs one comparison for each level. The first 16 bytes of each run's current tail are kept as
 * numbers, which decide nearly all of them.
 */
public final class MergedRuns extends Entries {
  private static final int SMALLEST_BLOCK = 8 << 10;
  private static final int NOBODY = -1;

  private final List<Entries> all = new ArrayList<>();
  private final long[] first; // bytes 0 to 8, big-endian, to be compared as signed
  private final long[] second; // bytes 8 to 16
  private final boolean[] ended;
  private final int[] losers; // [0] is not used
  private int winner = NOBODY;
  private boolean isShown; // the winner's entry

  /**
   * Before the first entry.
   *
   * @param blockBytes memory for what is read of all runs, about
   */
  public MergedRuns(Storage storage, KeySlice slice, int blockBytes) throws IOException {
    int runs = slice.sections().size();
    int most = Math.min(RunWriter.BLOCK_BYTES, blockBytes / Math.max(1, runs));
    int block = Math.max(SMALLEST_BLOCK, most);
    first = new long[runs];
    second = new long[runs];
    ended = new boolean[runs];
    losers = new int[runs];
    Arrays.fill(losers, NOBODY);
    try {
      for (Section section : slice.sections()) {
        all.add(new RunEntries(storage, section, block));
      }
      for (int i = 0; i < all.size(); i++) {
        advance(i);
        play(i);
      }
    } catch (IOException | RuntimeException | Error e) {
      closeAll(e);
      throw e;
    }
  }

  @Override
  public boolean next() throws IOException {
    if (isShown) {
      advance(winner);
      play(winner);
    }
    isShown = winner != NOBODY && !ended[winner];
    if (isShown) {
      show(all.get(winner));
    }
    return isShown;
  }

  private void advance(int run) throws IOException {
    Entries entries = all.get(run);
    ended[run] = !entries.next();
    if (!ended[run]) {
      first[run] = window(entries, 0);
      second[run] = window(entries, Long.BYTES);
    }
  }

  /** Zeros behind the end, where whole tails are compared if need be. */
  private static long window(Entries entries, int at) {
    int left = entries.keyLength - at;
    if (left >= Long.BYTES) {
      return KeyLayout.longAt(entries.data, entries.keyStart + at) ^ Long.MIN_VALUE;
    }
    long window = 0;
    for (int i = 0; i < left; i++) {
      window |= (entries.data[entries.keyStart + at + i] & 0xFFL) << (56 - 8 * i);
    }
    return window ^ Long.MIN_VALUE;
  }

  /** A run that has a new entry plays its way up; who loses stays, who wins goes on. */
  private void play(int run) {
    int contender = run;
    for (int node = (run + losers.length) >>> 1; node > 0; node >>>= 1) {
      int other = losers[node];
      if (other == NOBODY) { // its first player waits for the second
        losers[node] = contender;
        return;
      }
      if (isBefore(other, contender)) {
        losers[node] = contender;
        contender = other;
      }
    }
    winner = contender;
  }

  private boolean isBefore(int a, int b) {
    if (ended[a] || ended[b]) {
      return !ended[a];
    }
    if (first[a] != first[b]) {
      return first[a] < first[b];
    }
    return second[a] != second[b] ? second[a] < second[b] : all.get(a).compareTails(all.get(b)) < 0;
  }

  private void show(Entries entries) {
    data = entries.data;
    keyStart = entries.keyStart;
    keyLength = entries.keyLength;
    rowStart = entries.rowStart;
    rowLength = entries.rowLength;
  }

  private void closeAll(Throwable cause) {
    for (Entries entries : all) {
      try {
        entries.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOException failed = new IOException("cannot close runs");
    closeAll(failed);
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
