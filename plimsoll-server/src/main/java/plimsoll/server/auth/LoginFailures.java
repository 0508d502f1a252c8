package plimsoll.server.auth;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
  private static final int MOST_USERS = 20_000;
  private static final int MOST_ADDRESSES = 5_000;
  private static final int FREE_OF_USER = 5;
  private static final int FREE_OF_ADDRESS = 50;
  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 6;
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();

  /** No account's name is longer, so what long names begin with is enough to tell them apart. */
  private static final int LONGEST_NAME = 64;

  private final LongSupplier nanos;
  private final Map<Key, Failures> ofUsers = new Latest<>(MOST_USERS);
  private final Map<String, FailingUsers> ofAddresses = new Latest<>(MOST_ADDRESSES);

  private record Key(String user, String address) {
    static Key of(String user, String address) {
      return new Key(user.substring(0, Math.min(user.length(), LONGEST_NAME)), address);
    }
  }

  private record Failures(int count, long last) {}

  /**
   * Users that failed at one address and did not succeed since.
   *
   * @param users no more than it takes for the longest wait
   * @param last when one failed for the first time
   */
  private record FailingUsers(Set<String> users, long last) {}

  /** Forgets what was not looked at for longest. */
  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

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
    long wait = wait(user, address);
    if (wait > 0) {
      throw ErrorCode.TOO_MANY_LOGINS.with(user, address, Duration.ofNanos(wait).toSeconds() + 1);
    }
  }

  /** Whether {@link #check} has nothing against an attempt, and no failure of that user counts. */
  synchronized boolean none(String user, String address) {
    return !ofUsers.containsKey(Key.of(user, address)) && wait(user, address) <= 0;
  }

  /** An attempt may be wrong, and is yet to be looked at: {@link #none} is false until then. */
  synchronized void doubt(String user, String address) {
    ofUsers.putIfAbsent(Key.of(user, address), new Failures(0, nanos.getAsLong()));
  }

  private long wait(String user, String address) {
    long now = nanos.getAsLong();
    return Math.max(waitOf(Key.of(user, address), now), waitOf(address, now));
  }

  private long waitOf(Key user, long now) {
    Failures known = ofUsers.get(user);
    return known == null ? 0 : wait(known.count, FREE_OF_USER, now - known.last);
  }

  private long waitOf(String address, long now) {
    FailingUsers known = ofAddresses.get(address);
    return known == null ? 0 : wait(known.users.size(), FREE_OF_ADDRESS, now - known.last);
  }

  private static long wait(int count, int free, long passed) {
    return count < free ? 0 : (FIRST_NANOS << Math.min(MOST_DOUBLINGS, count - free)) - passed;
  }

  /**
   * An attempt failed. TOO_MANY_LOGINS if too many others did while its password was looked at:
   * then nothing may be said of it, or many attempts at once would all be answered.
   */
  public synchronized void failed(String user, String address) {
    check(user, address);
    long now = nanos.getAsLong();
    Key key = Key.of(user, address);
    Failures known = ofUsers.get(key);
    int before = known == null || now - known.last > FORGOTTEN_NANOS ? 0 : known.count;
    ofUsers.put(key, new Failures(before + 1, now));
    if (before == 0) {
      failedFirst(key, now);
    }
  }

  private void failedFirst(Key key, long now) {
    FailingUsers known = ofAddresses.get(key.address);
    Set<String> users =
        known == null || now - known.last > FORGOTTEN_NANOS ? new HashSet<>() : known.users;
    if (users.size() < FREE_OF_ADDRESS + MOST_DOUBLINGS) {
      users.add(key.user);
    }
    ofAddresses.put(key.address, new FailingUsers(users, now));
  }

  /**
   * An attempt succeeded: that user's failures there are forgotten. TOO_MANY_LOGINS as for {@link
   * #failed}.
   */
  public synchronized void succeeded(String user, String address) {
    check(user, address);
    Key key = Key.of(user, address);
    ofUsers.remove(key);
    FailingUsers known = ofAddresses.get(address);
    if (known != null) {
      known.users.remove(key.user);
    }
  }
}
