package plimsoll.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.RejectedRow;

/**
 * Rejected rows of a load, brought into input order. Workers end their chunks in any order; the
 * line of a row is known when all chunks before its own are done.
 */
abstract class OrderedRejects implements RejectLog {
  private static final int MOST_RAW = 4096;
  private static final int MOST_VALUE = 200;

  final Progress progress;
  private final long maxErrors;
  private final Map<Integer, Rows> done = new TreeMap<>();
  private int nextOrdinal;
  private long linesBefore;

  OrderedRejects(Progress progress) {
    this(progress, -1);
  }

  /** More bad rows than {@code maxErrors} stop the load, unless that is negative. */
  OrderedRejects(Progress progress, long maxErrors) {
    this.progress = progress;
    this.maxErrors = maxErrors;
  }

  /** A load that has more bad rows than it bears stops at its next batch. */
  private void countFiltered() {
    progress.filtered(1);
    if (maxErrors >= 0 && progress.filtered() > maxErrors) {
      progress.stop(ErrorCode.TOO_MANY_FILTERED.with().showing(tooMany()));
    }
  }

  private String tooMany() {
    return "The load stopped at more than "
        + maxErrors
        + " bad rows (max_error_number); rows behind them were not looked at.";
  }

  /** A row, in input order, on its line; called by one thread at a time. */
  abstract void append(RejectedRow row);

  /**
   * A row was rejected; called by any thread, in any order.
   *
   * @param heldInChunk rows of its chunk that are held already
   * @return whether to hold the row until {@link #append} can have it
   */
  abstract boolean holds(String column, ErrorCode error, int rawLength, int heldInChunk);

  /** Whether every value that does not fit counts, or a row only for its first fault. */
  abstract boolean keepsMisfits();

  /** A value of that column became NULL; called by any thread. */
  abstract void nulled(String column);

  @Override
  public final ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    return new Rows(ordinal, input, firstOfInput);
  }

  @Override
  public final synchronized void add(RejectedRow row) {
    countFiltered();
    if (holds(row.column(), row.error(), row.raw().length(), 0)) {
      append(row);
    }
  }

  private synchronized void finished(Rows rows) {
    done.put(rows.ordinal, rows);
    for (Rows next = done.remove(nextOrdinal); next != null; next = done.remove(nextOrdinal)) {
      linesBefore = next.firstOfInput ? 0 : linesBefore;
      for (RejectedRow row : next.rows) {
        append(row.onLine(linesBefore + row.line()));
      }
      linesBefore += next.lines;
      nextOrdinal++;
    }
  }

  /** Rows behind a chunk that failed: their lines count from their chunk. */
  final synchronized void appendRest() {
    done.values().forEach(rows -> rows.rows.forEach(this::append));
    done.clear();
  }

  /** Rows of one chunk; one worker fills it. */
  private final class Rows implements ChunkRejects {
    private final int ordinal;
    private final String input;
    private final boolean firstOfInput;
    private final List<RejectedRow> rows = new ArrayList<>();
    private long lines;

    Rows(int ordinal, String input, boolean firstOfInput) {
      this.ordinal = ordinal;
      this.input = input;
      this.firstOfInput = firstOfInput;
    }

    @Override
    public void reject(
        long lineInChunk,
        long byteOffset,
        ErrorCode error,
        String reason,
        String column,
        String value,
        byte[] data,
        int start,
        int end) {
      countFiltered();
      int length = Math.min(end - start, MOST_RAW);
      if (!holds(column, error, length + reason.length(), rows.size())) {
        return;
      }
      String raw = new String(data, start, length, StandardCharsets.UTF_8);
      String shown = value.length() > MOST_VALUE ? value.substring(0, MOST_VALUE) : value;
      rows.add(
          new RejectedRow(input, lineInChunk + 1, byteOffset, column, shown, error, reason, raw));
    }

    @Override
    public void misfitToo(long lineInChunk, long byteOffset, String column, String value) {
      if (keepsMisfits() && holds(column, ErrorCode.BAD_VALUE, 0, rows.size())) {
        String shown = value.length() > MOST_VALUE ? value.substring(0, MOST_VALUE) : value;
        rows.add(
            new RejectedRow(
                input, lineInChunk + 1, byteOffset, column, shown, ErrorCode.BAD_VALUE, "", ""));
      }
    }

    @Override
    public void nulled(String column) {
      progress.nulled(column);
      OrderedRejects.this.nulled(column);
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
