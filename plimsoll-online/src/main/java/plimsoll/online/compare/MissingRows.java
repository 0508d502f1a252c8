package plimsoll.online.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
 * as fit, and of a large range by parts; both sides are read once for each such group.
 */
public final class MissingRows implements BatchSource {
  private static final long MOST_HELD_ROWS = 2L << 20; // at most 100 MB

  private final Sides sides;
  private final RangeSums sums;
  private final boolean intoOnline;
  private final long nowMicros;
  private final List<Group> groups;

  /**
   * What is looked at in one go.
   *
   * @param ranges by their numbers
   * @param parts into which their rows are dealt by their hashes
   * @param part which of these
   */
  private record Group(BitSet ranges, int parts, int part) {
    boolean has(int range, long hash) {
      return ranges.get(range) && Long.remainderUnsigned(hash, parts) == part;
    }
  }

  /** Both sides of a table at one moment. Each call reads one from its start. */
  public interface Sides {
    /** Rows of the online side, in the order of its first index. */
    Reader online(Progress progress) throws IOException;

    /**
     * Rows of the files, as {@link RangeSums#addOffline} takes them.
     *
     * @param rejects takes rows that do not fit the table; null where that is a failure
     */
    Reader offline(@Nullable RejectLog rejects, Progress progress) throws IOException;

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

  /** As above, holding at most about so many rows. */
  MissingRows(Sides sides, RangeSums sums, boolean intoOnline, long nowMicros, long mostHeldRows) {
    this.sides = sides;
    this.sums = sums;
    this.intoOnline = intoOnline;
    this.nowMicros = nowMicros;
    groups = groups(mostHeldRows);
  }

  private List<Group> groups(long mostHeldRows) {
    List<Group> found = new ArrayList<>();
    long held = 0;
    List<KeyRange> ranges = sums.ranges();
    for (int i = 0; i < ranges.size(); i++) {
      if (!ranges.get(i).differs()) {
        continue;
      }
      long rows = intoOnline ? ranges.get(i).onlineRows() : ranges.get(i).fileRows();
      held += rows;
      if (found.isEmpty() || held > mostHeldRows) {
        addGroups(found, (int) Math.min(Integer.MAX_VALUE, 1 + rows / mostHeldRows));
        held = rows;
      }
      int range = i;
      found.stream()
          .skip(found.size() - found.get(found.size() - 1).parts())
          .forEach(group -> group.ranges().set(range));
    }
    return found;
  }

  private static void addGroups(List<Group> to, int parts) {
    for (int part = 0; part < parts; part++) {
      to.add(new Group(new BitSet(), parts, part));
    }
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
    boolean[] present = new boolean[sums.table().schema().size()];
    Arrays.fill(present, true);
    return present;
  }

  @Override
  public String digest() {
    return "";
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return new Missing(rejects, progress);
  }

  @Override
  public void close() {
    sides.stop();
  }

  private final class Missing implements Reader {
    private final RejectLog rejects;
    private final Progress progress;
    private final RowDigest digest = new RowDigest(sums.table().indexes().get(0));
    private final RowCounts there = new RowCounts();
    private final int[] kept = new int[Batch.CAPACITY];
    private LiveRows live = new LiveRows(sums.table(), nowMicros);
    private @Nullable Reader rows;
    private int group = -1;

    Missing(RejectLog rejects, Progress progress) {
      this.rejects = rejects;
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
      try (Reader other = intoOnline ? sides.online(progress) : sides.offline(null, progress)) {
        for (Batch batch = other.next(); batch.rows() > 0; batch = other.next()) {
          progress.checkStopped();
          count(batch);
        }
      }
      live = new LiveRows(sums.table(), nowMicros);
      Reader opened = intoOnline ? sides.offline(rejects, progress) : sides.online(progress);
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
      return groups.get(group).has(sums.place(digest.key), digest.hash);
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
    public long bufferedBytes() {
      return there.footprint() + (rows == null ? 0 : rows.bufferedBytes());
    }

    @Override
    public void reject(int record, Fault fault) {
      Objects.requireNonNull(rows, "a batch was given").reject(record, fault);
    }

    @Override
    public void close() throws IOException {
      if (rows != null) {
        rows.close();
      }
    }
  }
}
