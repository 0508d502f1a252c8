package plimsoll.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;

/**
 * Rejected rows of a load, brought into input order. Workers end their chunks in any order; the
 * line of a row is known when all chunks before its own are done.
 */
abstract class OrderedRejects implements RejectLog {
  /*
   * The chunk whose turn it is, before which all are done, hands its rows on at once. Those of later
   * chunks are held until then, as long as there is room; where there is none the last row of the last
   * chunk goes, and with it all that could come behind it. So what is handed on is always a beginning
   * of all rows, and the earliest rows are the last to go. A row that is held alone stays however long
   * it is. When the turn comes to the first chunk that lost rows, nothing more will be handed on.
   */
  private static final long MOST_HELD = 64L << 20;

  private static final long ROW_OVERHEAD = 400; // objects of one row, about

  final Progress progress;
  private final long maxErrors;
  private final long mostHeld;
  private final NavigableMap<Integer, Rows> chunks = new TreeMap<>(); // running, or done too early
  private int turn; // the ordinal before which all chunks are done
  private long linesBefore; // those of the input in whose midst that chunk lies
  private long held; // bytes
  private int heldRows;
  private volatile int end =
      Integer.MAX_VALUE; // the chunk whose last rows went; none behind is held

  OrderedRejects(Progress progress) {
    this(progress, -1, MOST_HELD);
  }

  /** More bad rows than {@code maxErrors} stop the load, unless that is negative. */
  OrderedRejects(Progress progress, long maxErrors, long mostHeld) {
    this.progress = progress;
    this.maxErrors = maxErrors;
    this.mostHeld = mostHeld;
  }

  /** A load that has more bad rows than it bears stops at its next batch. */
  private void countFiltered(Fault fault) {
    progress.filtered(1);
    count(fault);
    if (maxErrors >= 0 && progress.filtered() > maxErrors) {
      progress.stop(ErrorCode.TOO_MANY_FILTERED.with().showing(tooMany()));
    }
  }

  private String tooMany() {
    return stoppedEarly("more than " + maxErrors + " are bad (max_error_number).");
  }

  /** What a message says of a load that does not read its input to the end. */
  final String stoppedEarly(String why) {
    long bad =
        progress.filtered(); // rows of batches that are not yet written count in nothing else
    return "The load stopped early, at " + bad + (bad == 1 ? " bad row: " : " bad rows: ") + why;
  }

  /** A row, in input order, on its line; called by one thread at a time. */
  abstract void append(RejectedRow row);

  /** A row, or a further misfit of one, was found; called by any thread, in any order. */
  abstract void count(Fault fault);

  /** Whether {@link #append} may still have a use for such a row; called by any thread. */
  abstract boolean wants(Fault fault);

  /**
   * No row is handed on any more, as those behind the last one found no room; called by one thread.
   */
  abstract void nothingMore();

  /** The input goes on behind what was looked at; called by one thread at a time. */
  void moreComes() {
    // most go on as well
  }

  /** Most rows with the same fault in the same column that one chunk can be of use with. */
  abstract long mostOfAKind();

  /** Most bytes of a row that are of use. */
  abstract int mostRaw();

  /** Whether every value that does not fit counts, or a row only for its first fault. */
  abstract boolean keepsMisfits();

  @Override
  public final synchronized ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    Rows rows = new Rows(ordinal, input, firstOfInput);
    chunks.put(ordinal, rows);
    if (ordinal > 0) {
      moreComes();
    }
    return rows;
  }

  @Override
  public final synchronized void add(RejectedRow row) {
    countFiltered(row.fault());
    if (wants(row.fault())) {
      append(row);
    } else {
      moreComes();
    }
  }

  private synchronized void take(Rows from, RejectedRow row) {
    if (!from.isOpen()) {
      return;
    }
    if (from.ordinal == turn) {
      append(row.onLine(base(from) + row.line()));
      return;
    }
    from.rows.add(row);
    held += size(row);
    heldRows++;
    while (held > mostHeld && heldRows > 1) {
      dropLast();
    }
  }

  private static long size(RejectedRow row) {
    return ROW_OVERHEAD + row.raw().length + row.value().length();
  }

  private void dropLast() {
    Rows last = chunks.headMap(end, true).lastEntry().getValue();
    last.cut = true;
    if (last.rows.isEmpty()) {
      end = last.ordinal - 1;
      return;
    }
    end = last.ordinal;
    RejectedRow gone = last.rows.remove(last.rows.size() - 1);
    held -= size(gone);
    heldRows--;
  }

  private long base(Rows rows) {
    return rows.firstOfInput ? 0 : linesBefore;
  }

  private synchronized void finished(Rows rows) {
    rows.done = true;
    Rows next = chunks.get(turn);
    while (next != null) {
      hand(next, base(next));
      if (next.cut) {
        nothingMore();
      }
      if (!next.done) {
        break; // what it still finds goes on at once
      }
      linesBefore = base(next) + next.lines;
      chunks.remove(turn);
      turn++;
      next = chunks.get(turn);
    }
  }

  private void hand(Rows rows, long base) {
    for (RejectedRow row : rows.rows) {
      held -= size(row);
      heldRows--;
      append(base < 0 ? row.onLine(UNKNOWN) : row.onLine(base + row.line()));
    }
    rows.rows.clear();
  }

  private static final int UNKNOWN = 0;

  /** Rows behind a chunk that failed: their lines are known again from the next input on. */
  final synchronized void appendRest() {
    int expected = turn;
    long base = linesBefore;
    for (Rows rows : chunks.values()) {
      boolean known = rows.firstOfInput || (rows.ordinal == expected && base >= 0);
      base = !known ? -1 : rows.firstOfInput ? 0 : base;
      hand(rows, base);
      base = known && rows.done ? base + rows.lines : -1;
      expected = rows.ordinal + 1;
    }
    chunks.clear();
  }

  /** Rows of one chunk; one worker fills it. */
  private final class Rows implements ChunkRejects {
    private final int ordinal;
    private final String input;
    private final boolean firstOfInput;
    private final List<RejectedRow> rows = new ArrayList<>();
    private final Map<Kind, Integer> kinds = new HashMap<>();
    private volatile boolean cut; // not all of its rows are there
    private boolean done;
    private long lines;

    private record Kind(String column, ErrorCode error) {}

    Rows(int ordinal, String input, boolean firstOfInput) {
      this.ordinal = ordinal;
      this.input = input;
      this.firstOfInput = firstOfInput;
    }

    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      countFiltered(fault);
      if (isOpen() && isOfUse(fault)) {
        take(this, rejected(lineInChunk, byteOffset, fault, row));
      }
    }

    /** Whether rows can still be taken; said without a lock, so that no row is made in vain. */
    private boolean isOpen() {
      return ordinal <= end && !cut;
    }

    private boolean isOfUse(Fault fault) {
      return wants(fault)
          && (mostOfAKind() == LoadBounds.ANY
              || kinds.merge(new Kind(fault.column(), fault.error()), 1, Integer::sum)
                  <= mostOfAKind());
    }

    private RejectedRow rejected(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      boolean marked = row.valueStart() >= row.start();
      return new RejectedRow(
          input,
          lineInChunk + 1,
          byteOffset,
          fault,
          row.copy(mostRaw()),
          marked ? row.valueStart() - row.start() : -1,
          marked ? row.valueEnd() - row.start() : -1);
    }

    @Override
    public void misfitToo(long lineInChunk, long byteOffset, Fault fault) {
      if (keepsMisfits()) {
        count(fault);
        if (isOpen() && isOfUse(fault)) {
          take(this, new RejectedRow(input, lineInChunk + 1, byteOffset, fault, new byte[0]));
        }
      }
    }

    @Override
    public void nulled(String column, long values) {
      progress.nulled(column, values);
    }

    @Override
    public void padded(long count) {
      progress.padded(count);
    }

    @Override
    public void cut(long count) {
      progress.cut(count);
    }

    @Override
    public void close(long linesInChunk) {
      lines = linesInChunk;
      finished(this);
    }
  }
}
