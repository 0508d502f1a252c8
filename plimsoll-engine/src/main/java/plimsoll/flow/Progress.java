package plimsoll.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.Lenience;

/** What a running load has done so far, and whether it should stop. Any thread may look. */
public final class Progress {
  private final LongAdder loaded = new LongAdder();
  private final LongAdder sourceBytes;
  private final LongAdder parsedBytes;
  private final LongAdder filtered;
  private final Map<String, LongAdder> nulled;
  private final LongAdder padded;
  private final LongAdder cut;
  private final LongAdder readNanos;
  private final AtomicReference<@Nullable PlimsollException> stopReason;

  /** Of a load that begins. */
  public Progress() {
    sourceBytes = new LongAdder();
    parsedBytes = new LongAdder();
    filtered = new LongAdder();
    nulled = new ConcurrentHashMap<>();
    padded = new LongAdder();
    cut = new LongAdder();
    readNanos = new LongAdder();
    stopReason = new AtomicReference<>();
  }

  private Progress(Progress load) {
    sourceBytes = load.sourceBytes;
    parsedBytes = load.parsedBytes;
    filtered = load.filtered;
    nulled = load.nulled;
    padded = load.padded;
    cut = load.cut;
    readNanos = load.readNanos;
    stopReason = load.stopReason;
  }

  /**
   * For reading what the load's rows are made of: rows that are written there are not loaded yet,
   * all else counts for the load, and who stops one stops both.
   */
  public Progress ofInput() {
    return new Progress(this);
  }

  /** Raw bytes were read, which took so long. */
  public void read(long bytes, long nanos) {
    sourceBytes.add(bytes);
    readNanos.add(nanos);
  }

  /** That much text was cut into rows, all of which are counted as loaded or filtered. */
  public void parsed(long bytes) {
    parsedBytes.add(bytes);
  }

  /** Rows were given to the writer. */
  public void loaded(long rows) {
    loaded.add(rows);
  }

  /** Rows were filtered. */
  public void filtered(long rows) {
    filtered.add(rows);
  }

  /** Values of that column became NULL. */
  public void nulled(String column, long values) {
    nulled.computeIfAbsent(column, any -> new LongAdder()).add(values);
  }

  /** Rows were filled with NULL. */
  public void padded(long rows) {
    padded.add(rows);
  }

  /** Rows were cut. */
  public void cut(long rows) {
    cut.add(rows);
  }

  /** Something was let pass before: where the rows come from. */
  public void passed(Lenience before) {
    before.nulled().forEach(this::nulled);
    padded(before.padded());
    cut(before.cut());
  }

  /** What was let pass so far. */
  public Lenience lenience() {
    Map<String, Long> values = new HashMap<>();
    nulled.forEach((column, count) -> values.put(column, count.sum()));
    return new Lenience(values, padded.sum(), cut.sum(), 0);
  }

  /** Raw bytes read so far. */
  public long sourceBytes() {
    return sourceBytes.sum();
  }

  /** Bytes of text all of whose rows are counted. */
  public long parsedBytes() {
    return parsedBytes.sum();
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
    return nulled.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Time spent waiting for bytes, added up over workers. */
  public long readMillis() {
    return readNanos.sum() / 1_000_000;
  }

  /** Asks the workers to stop at their next batch; the first reason counts. */
  public void stop(PlimsollException reason) {
    stopReason.compareAndSet(null, reason);
  }

  /** Throws the reason if the load was asked to stop. */
  public void checkStopped() {
    PlimsollException reason = stopReason.get();
    if (reason != null) {
      throw reason;
    }
  }
}
