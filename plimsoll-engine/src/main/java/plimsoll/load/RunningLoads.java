package plimsoll.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * Labels that are in use right now. One-phase loads write nothing to the metastore before their
 * commit: their label is reserved here.
 */
public final class RunningLoads {
  private final Map<Key, RunningLoad> byLabel = new ConcurrentHashMap<>();
  private final int mostPerDatabase;

  private record Key(String database, String label) {}

  /** At most that many loads of one database run at a time. */
  public RunningLoads(int mostPerDatabase) {
    this.mostPerDatabase = mostPerDatabase;
  }

  /** Reserves the label of a load; returns the load that has it, if any. */
  Optional<RunningLoad> reserve(RunningLoad load) {
    String database = load.plan().table().name().database();
    long running = byLabel.keySet().stream().filter(k -> k.database().equals(database)).count();
    if (running >= mostPerDatabase) {
      throw ErrorCode.TOO_MANY_LOADS.with(database, running, mostPerDatabase);
    }
    return Optional.ofNullable(byLabel.putIfAbsent(key(load), load));
  }

  void release(RunningLoad load) {
    byLabel.remove(key(load), load);
    synchronized (byLabel) {
      byLabel.notifyAll();
    }
  }

  private static Key key(RunningLoad load) {
    return new Key(load.plan().table().name().database(), load.plan().label().text());
  }

  /** The running load with a label. */
  public Optional<RunningLoad> find(String database, String label) {
    return Optional.ofNullable(byLabel.get(new Key(database, label)));
  }

  /** All running loads, oldest first. */
  public List<RunningLoad> all() {
    Collection<RunningLoad> loads = byLabel.values();
    return loads.stream().sorted(Comparator.comparingLong(RunningLoad::id)).toList();
  }

  /** Stops those that run longer than their plan allows; a timer calls this every moment. */
  public void stopOverdue(Instant now) {
    for (RunningLoad load : all()) {
      Duration timeout = load.plan().bounds().timeout();
      if (now.isAfter(load.started().plus(timeout))) {
        load.stop(ErrorCode.TIMED_OUT.with("Load " + load.plan().label(), timeout.toSeconds()));
      }
    }
  }

  /**
   * Waits until none runs.
   *
   * @return false if some still ran at the end
   */
  public boolean awaitNone(Duration most) throws InterruptedException {
    synchronized (byLabel) {
      long end = System.nanoTime() + most.toNanos();
      while (!byLabel.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        byLabel.wait(left);
      }
      return true;
    }
  }

  /** Stops all of them. */
  public void stopAll(PlimsollException reason) {
    all().forEach(load -> load.stop(reason));
  }
}
