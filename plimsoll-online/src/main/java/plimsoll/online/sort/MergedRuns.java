package plimsoll.online.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.Storage;

/** Entries of one slot in several runs, side by side. */
public final class MergedRuns extends Entries {
  private static final int BLOCK = 256 << 10;
  private static final int SMALLEST_BLOCK = 8 << 10;
  private static final int ALL_BLOCKS = 16 << 20;

  private final List<Entries> all = new ArrayList<>();
  private final PriorityQueue<Entries> waiting = new PriorityQueue<>(11, Entries::compareTails);
  private @Nullable Entries current;

  /** Before the first entry. */
  public MergedRuns(Storage storage, List<Run> runs, int part) throws IOException {
    int block = Math.max(SMALLEST_BLOCK, Math.min(BLOCK, ALL_BLOCKS / Math.max(1, runs.size())));
    try {
      for (Run run : runs) {
        Entries entries = new RunEntries(storage, run, part, block);
        all.add(entries);
        if (entries.next()) {
          waiting.add(entries);
        }
      }
    } catch (IOException | RuntimeException e) {
      closeAll(e);
      throw e;
    }
  }

  @Override
  public boolean next() throws IOException {
    Entries last = current;
    if (last != null && last.next()) {
      Entries other = waiting.peek();
      if (other == null || last.compareTails(other) <= 0) {
        show(last);
        return true;
      }
      waiting.add(last);
    }
    current = waiting.poll();
    if (current == null) {
      return false;
    }
    show(current);
    return true;
  }

  private void show(Entries entries) {
    data = entries.data;
    keyStart = entries.keyStart;
    keyLength = entries.keyLength;
    rowStart = entries.rowStart;
    rowLength = entries.rowLength;
  }

  private void closeAll(Exception cause) {
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
