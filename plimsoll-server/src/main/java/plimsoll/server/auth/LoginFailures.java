package plimsoll.server.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import plimsoll.error.ErrorCode;

/**
 * Slows down guessing: after a few failures of one user from one address, its next attempts are
 * refused unseen for a time that doubles with each failure. An address that fails with many users
 * is treated so too; many failures of one user are not, or one wrongly configured client would lock
 * out its neighbours. No thread waits. Others with the same user name are not locked out.
 *
 * <p>Bounded: what was silent longest is forgotten first. Safe for many threads.
 */
public final class LoginFailures {
  private static final int MOST = 20_000;
  private static final int FREE_OF_USER = 5;
  private static final int FREE_OF_ADDRESS = 50;
  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 6;
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();

  private final LongSupplier nanos;
  private final Map<Key, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
          return size() > MOST;
        }
      };

  /** An empty user stands for all of them. */
  private record Key(String user, String address) {}

  private record Failures(int count, long last) {}

  /** Counts by the clock of this machine. */
  public LoginFailures() {
    this(System::nanoTime);
  }

  /** Counts by a clock of nanoseconds. */
  public LoginFailures(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** TOO_MANY_LOGINS if an attempt must not even be looked at now. */
  public synchronized void check(String user, String address) {
    long now = nanos.getAsLong();
    long wait =
        Math.max(
            wait(new Key(user, address), FREE_OF_USER, now),
            wait(new Key("", address), FREE_OF_ADDRESS, now));
    if (wait > 0) {
      throw ErrorCode.TOO_MANY_LOGINS.with(user, address, Duration.ofNanos(wait).toSeconds() + 1);
    }
  }

  private long wait(Key key, int free, long now) {
    Failures known = failures.get(key);
    if (known == null || known.count < free) {
      return 0;
    }
    int doublings = Math.min(MOST_DOUBLINGS, known.count - free);
    return known.last + (FIRST_NANOS << doublings) - now;
  }

  /**
   * An attempt failed. TOO_MANY_LOGINS if too many others did while its password was looked at:
   * then nothing may be said of it, or many attempts at once would all be answered.
   */
  public synchronized void failed(String user, String address) {
    check(user, address);
    long now = nanos.getAsLong();
    boolean first = count(new Key(user, address), now) == 1;
    if (first) {
      count(new Key("", address), now);
    }
  }

  private int count(Key key, long now) {
    Failures known = failures.get(key);
    int before = known == null || now - known.last > FORGOTTEN_NANOS ? 0 : known.count;
    failures.put(key, new Failures(before + 1, now));
    return before + 1;
  }

  /**
   * An attempt succeeded: that user's failures there are forgotten. TOO_MANY_LOGINS as for {@link
   * #failed}.
   */
  public synchronized void succeeded(String user, String address) {
    check(user, address);
    failures.remove(new Key(user, address));
  }
}
