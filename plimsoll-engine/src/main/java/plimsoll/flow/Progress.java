package plimsoll.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;

/** What a running load has done so far, and whether it should stop. Any thread may look. */
public final class Progress {
  private final LongAdder sourceBytes = new LongAdder();
  private final LongAdder loaded = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder nulled = new LongAdder();
  private final LongAdder readNanos = new LongAdder();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile @Nullable PlimsollException stopReason;

  /** Raw bytes were read, which took so long. */
  public void read(long bytes, long nanos) {
    sourceBytes.add(bytes);
    readNanos.add(nanos);
  }

  /** Rows were given to the writer. */
  public void loaded(long rows) {
    loaded.add(rows);
  }

  /** Rows were filtered. */
  public void filtered(long rows) {
    filtered.add(rows);
  }

  /** Values became NULL. */
  public void nulled(long values) {
    nulled.add(values);
  }

  /** Raw bytes read so far. */
  public long sourceBytes() {
    return sourceBytes.sum();
  }

  /** Rows written so far. */
  public long loaded() {
    return loaded.sum();
  }

  /** Rows filtered so far. */
  public long filtered() {
    return filtered.sum();
  }

  /** Values nulled so far. */
  public long nulled() {
    return nulled.sum();
  }

  /** Time spent waiting for bytes, added up over workers. */
  public long readMillis() {
    return readNanos.sum() / 1_000_000;
  }

  /** Asks the workers to stop at their next batch; the first reason counts. */
  public void stop(PlimsollException reason) {
    if (stopped.compareAndSet(false, true)) {
      stopReason = reason;
    }
  }

  /** Throws the reason if the load was asked to stop. */
  public void checkStopped() {
    PlimsollException reason = stopReason;
    if (reason != null) {
      throw reason;
    }
  }
}
