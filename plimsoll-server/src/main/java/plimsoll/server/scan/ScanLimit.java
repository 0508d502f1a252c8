package plimsoll.server.scan;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Ends the reading of a query that is stopped, or takes too long. */
public final class ScanLimit {
  private final AtomicReference<@Nullable PlimsollException> stopped = new AtomicReference<>();
  private final Duration timeout;
  private final long begin = System.nanoTime();

  /** Ends it after that time at the latest. */
  public ScanLimit(Duration timeout) {
    this.timeout = timeout;
  }

  /** Ends it now. */
  public void stop(PlimsollException reason) {
    stopped.compareAndSet(null, reason);
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
    if (System.nanoTime() - begin > timeout.toNanos()) {
      throw ErrorCode.TIMED_OUT.with("The query", timeout.toSeconds());
    }
  }
}
