package plimsoll.lake.iceberg;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps files of a table while something reads them.
 *
 * <p>A reader pins the table <em>before</em> it reads the pointer, and closes the pin when it is
 * done with the files. What a commit makes unneeded is retired after the pointer has moved: a pin
 * taken later cannot see it, so it is removed as soon as all pins that are older are closed. No
 * snapshot needs to be named, and a stream of short queries holds up nothing.
 */
public final class SnapshotPins {
  private final Map<UUID, Pins> tables = new HashMap<>();

  /** One reader's hold. Closing twice is harmless. */
  public interface Pin extends Closeable {
    @Override
    void close();
  }

  /** Holds all files of a table that are in use from now on. */
  public Pin pin(UUID table) {
    long number;
    synchronized (this) {
      number = tables.computeIfAbsent(table, unused -> new Pins()).open();
    }
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        release(table, number);
      }
    };
  }

  /** Runs {@code removal} now, or once every pin taken before is closed. It must not throw. */
  public void retire(UUID table, Runnable removal) {
    synchronized (this) {
      Pins pins = tables.get(table);
      if (pins != null) {
        pins.retire(removal);
        return;
      }
    }
    removal.run();
  }

  private void release(UUID table, long number) {
    Deque<Runnable> due = new ArrayDeque<>();
    synchronized (this) {
      Pins pins = tables.get(table);
      if (pins != null) {
        pins.close(number, due);
        if (pins.isEmpty()) {
          tables.remove(table);
        }
      }
    }
    due.forEach(Runnable::run);
  }

  /** Number of open pins, for tests and metrics. */
  public synchronized int open() {
    return tables.values().stream().mapToInt(pins -> pins.open.size()).sum();
  }

  private static final class Pins {
    private final TreeMap<Long, Boolean> open = new TreeMap<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private long next;

    long open() {
      open.put(next, true);
      return next++;
    }

    void retire(Runnable removal) {
      retired.add(new Retired(next, removal));
    }

    void close(long number, Deque<Runnable> due) {
      open.remove(number);
      long oldest = open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
      while (!retired.isEmpty() && retired.peekFirst().before <= oldest) {
        due.add(retired.removeFirst().removal);
      }
    }

    boolean isEmpty() {
      return open.isEmpty() && retired.isEmpty();
    }
  }

  private record Retired(long before, Runnable removal) {}
}
