package plimsoll.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/** Rows and bytes a second over the last minutes, for the console's curve. */
final class Throughput {
  static final long EVERY_MILLIS = 2000;
  private static final int MOST_SAMPLES = 150;

  private final LoadDesk loads;
  private final ServerMetrics metrics;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long rows;
  private long bytes;
  private long sampledNanos = System.nanoTime();

  /** Averages since the sample before; per second. */
  record Sample(long atMillis, long rows, long bytes) {}

  Throughput(LoadDesk loads, ServerMetrics metrics) {
    this.loads = loads;
    this.metrics = metrics;
  }

  /** Takes a sample now and again, until the scheduler stops. */
  void start(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          sample();
          start(scheduler);
        },
        EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /**
   * Takes a sample. A load that ends leaves the running ones a moment before it is counted as
   * ended, so sums may dip: only what is above the highest sum so far counts.
   */
  synchronized void sample() {
    long allRows = metrics.endedRows();
    long allBytes = metrics.endedBytes();
    for (ActiveLoad load : loads.running()) {
      allRows += load.loaded();
      allBytes += load.sourceBytes();
    }
    long now = System.nanoTime();
    double seconds = Math.max(1e-3, (now - sampledNanos) / 1e9);
    samples.addLast(
        new Sample(
            System.currentTimeMillis(),
            Math.round(Math.max(0, allRows - rows) / seconds),
            Math.round(Math.max(0, allBytes - bytes) / seconds)));
    if (samples.size() > MOST_SAMPLES) {
      samples.removeFirst();
    }
    rows = Math.max(rows, allRows);
    bytes = Math.max(bytes, allBytes);
    sampledNanos = now;
  }

  /** Oldest first. */
  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
