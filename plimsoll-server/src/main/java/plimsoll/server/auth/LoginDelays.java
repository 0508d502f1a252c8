package plimsoll.server.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long an address that failed to log in waits before its next attempt is looked at: nothing for
 * the first few, then twice as long each time. Failures are forgotten by halves while it behaves.
 *
 * <p>The wait is the caller's to keep, without a thread. Bounded: the address that was silent
 * longest is forgotten first. Safe for many threads.
 */
public final class LoginDelays {
  private static final int MOST_ADDRESSES = 10_000;
  private static final int FREE = 3;
  private static final int MOST_FAILURES = 20;
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 3_000;
  private static final long HALVED_EVERY_NANOS = 10_000_000_000L;

  private final LongSupplier nanos;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Failures(int count, long since) {
    Failures at(long now) {
      long halvings = (now - since) / HALVED_EVERY_NANOS;
      return halvings == 0
          ? this
          : new Failures(count >> Math.min(31, halvings), since + halvings * HALVED_EVERY_NANOS);
    }
  }

  /** Delays by the clock of this machine. */
  public LoginDelays() {
    this(System::nanoTime);
  }

  /** Delays by a clock that counts nanoseconds. */
  public LoginDelays(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long to wait before an attempt from that address is looked at. */
  public synchronized Duration before(String address) {
    Failures known = failures.get(address);
    int count = known == null ? 0 : known.at(nanos.getAsLong()).count();
    return count <= FREE
        ? Duration.ZERO
        : Duration.ofMillis(
            Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(30, count - FREE - 1)));
  }

  /** An attempt from that address failed. */
  public synchronized void failed(String address) {
    long now = nanos.getAsLong();
    Failures known = failures.getOrDefault(address, new Failures(0, now)).at(now);
    failures.put(address, new Failures(Math.min(MOST_FAILURES, known.count() + 1), known.since()));
  }
}
