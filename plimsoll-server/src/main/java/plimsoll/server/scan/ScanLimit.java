package plimsoll.server.scan;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;

/** Ends the reading of a query that is stopped, or takes too long. Safe for many threads. */
public final class ScanLimit {
  private final AtomicReference<@Nullable PlimsollException> stopped = new AtomicReference<>();
  private final Set<Progress> reading = ConcurrentHashMap.newKeySet();
  private final Duration timeout;
  private final long begin = System.nanoTime();

  /** Ends it after that time at the latest. */
  public ScanLimit(Duration timeout) {
    this.timeout = timeout;
  }

  /** Ends it now. */
  public void stop(PlimsollException reason) {
    stopped.compareAndSet(null, reason);
    reading.forEach(one -> one.stop(reason));
  }

  /** What it may take. */
  public Duration timeout() {
    return timeout;
  }

  /** Throws why reading must end, if it must: TIMED_OUT, CANCELLED. */
  public void check() {
    PlimsollException reason = stopped.get();
    if (reason != null) {
      throw reason;
    }
    if (nanosLeft() < 0) {
      throw timedOut();
    }
  }

  /** Reads something that waits for others, for example for memory: it ends while it waits too. */
  void whileReading(Progress progress, Runnable reads) {
    Executor later = CompletableFuture.delayedExecutor(nanosLeft(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> alarm = new CompletableFuture<>();
    later.execute(() -> alarm.complete(null));
    reading.add(progress);
    try {
      check();
      var unused = alarm.thenRun(() -> progress.stop(timedOut()));
      reads.run();
    } finally {
      alarm.cancel(false);
      reading.remove(progress);
    }
  }

  private long nanosLeft() {
    return timeout.toNanos() - (System.nanoTime() - begin);
  }

  private PlimsollException timedOut() {
    return ErrorCode.TIMED_OUT.with("The query", timeout.toSeconds());
  }
}
