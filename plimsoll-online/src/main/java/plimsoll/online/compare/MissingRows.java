package plimsoll.online.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;

/**
 * The rows of one side that the other one lacks, as the rows of a load. Equal rows count: who has
 * one of three lacks two. Only ranges that differ are looked at.
 *
 * <p>The hashes of the rows that the other side has are held in memory, of so many ranges at a time
 * as fit; both sides are read once for each such group of ranges.
 */
public final class MissingRows implements BatchSource {
  private static final long MOST_HELD_ROWS = 4L << 20; // 100 MB

  private final Sides sides;
  private final RangeSums sums;
  private final boolean intoOnline;
  private final long nowMicros;
  private final List<BitSet> groups;

  /** Both sides of a table at one moment. Each call reads one from its start. */
  public interface Sides {
    /** Rows of the online side, in the order of its first index. */
    Reader online(Progress progress) throws IOException;

    /** Rows of the files, as {@link RangeSums#addOffline} takes them. */
    Reader offline(Progress progress) throws IOException;

    /** Ends what is being read, from any thread. */
    void stop();
  }

  /**
   * What one side has more.
   *
   * @param sums of both
   * @param intoOnline whether it is the online side that lacks rows
   * @param nowMicros the clock by which online rows expired
   */
  public MissingRows(Sides sides, RangeSums sums, boolean intoOnline, long nowMicros) {
    this(sides, sums, intoOnline, nowMicros, MOST_HELD_ROWS);
  }

  /** As above, holding at most so many rows if a range does not have more. */
  MissingRows(Sides sides, RangeSums sums, boolean intoOnline, long nowMicros, long mostHeldRows) {
    this.sides = sides;
    this.sums = sums;
    this.intoOnline = intoOnline;
    this.nowMicros = nowMicros;
    groups = groups(mostHeldRows);
  }

  private List<BitSet> groups(long mostHeldRows) {
    List<BitSet> found = new ArrayList<>();
    long held = 0;
    List<KeyRange> ranges = sums.ranges();
    for (int i = 0; i < ranges.size(); i++) {
      if (!ranges.get(i).differs()) {
        continue;
      }
      long rows = intoOnline ? ranges.get(i).onlineRows() : ranges.get(i).fileRows();
      held += rows;
      if (found.isEmpty() || held > mostHeldRows) {
        found.add(new BitSet());
        held = rows;
      }
      found.get(found.size() - 1).set(i);
    }
    return found;
  }

  @Override
  public String describe() {
    return intoOnline ? "offline side" : "online side";
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  @Override
  public int maxWorkers() {
    return 1;
  }

  @Override
  public boolean[] columnsPresent() {
    boolean[] present = new boolean[sums.width()];
    Arrays.fill(present, true);
    return present;
  }

  @Override
  public String digest() {
    return "";
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return new Missing(progress);
  }

  @Override
  public void close() {
    sides.stop();
  }

  private final class Missing implements Reader {
    private final Progress progress;
    private final RowDigest digest = new RowDigest(sums.index());
    private final RowCounts there = new RowCounts();
    private final int[] kept = new int[Batch.CAPACITY];
    private LiveRows live = new LiveRows(sums.index(), nowMicros);
    private @Nullable Reader rows;
    private int group = -1;

    Missing(Progress progress) {
      this.progress = progress;
    }

    @Override
    public Batch next() throws IOException {
      while (rows != null || ++group < groups.size()) {
        Reader open = rows == null ? open() : rows;
        Batch batch = open.next();
        if (batch.rows() == 0) {
          open.close();
          rows = null;
          continue;
        }
        keepMissing(batch);
        if (batch.rows() > 0) {
          return batch;
        }
        progress.checkStopped();
      }
      return Batch.EMPTY;
    }

    private Reader open() throws IOException {
      there.clear();
      try (Reader other = intoOnline ? sides.online(progress) : sides.offline(progress)) {
        for (Batch batch = other.next(); batch.rows() > 0; batch = other.next()) {
          progress.checkStopped();
          count(batch);
        }
      }
      live = new LiveRows(sums.index(), nowMicros);
      Reader opened = intoOnline ? sides.offline(progress) : sides.online(progress);
      rows = opened;
      return opened;
    }

    private void count(Batch batch) {
      for (int row = 0; row < batch.rows(); row++) {
        digest.of(batch, row);
        if (isInGroup()) {
          there.add(digest.hash);
        }
      }
    }

    private boolean isInGroup() {
      return groups.get(group).get(sums.place(digest.key));
    }

    private void keepMissing(Batch batch) {
      int count = 0;
      for (int row = 0; row < batch.rows(); row++) {
        digest.of(batch, row);
        boolean shown = !intoOnline || live.take(batch, row, digest.key);
        if (shown && isInGroup() && !there.take(digest.hash)) {
          kept[count++] = row;
        }
      }
      if (count < batch.rows()) {
        batch.keep(kept, count);
      }
    }

    @Override
    public void reject(int record, Fault fault) {
      throw ErrorCode.REFUSED.with(
          "A row of the " + describe() + " does not fit the table's columns: " + fault.reason());
    }

    @Override
    public void close() throws IOException {
      if (rows != null) {
        rows.close();
      }
    }
  }
}
