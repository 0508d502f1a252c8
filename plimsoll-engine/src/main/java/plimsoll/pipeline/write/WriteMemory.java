package plimsoll.pipeline.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.Progress;

/**
 * The memory that the workers of all loads share, and of which each load has a part. A worker
 * counts with what it reads into and with what it writes from. Near a limit the large ones write
 * what they hold earlier, in smaller row groups; beyond it reading waits: workers take turns. A new
 * worker waits until what it needs at least is free.
 *
 * <p>The bound is not hard: a worker looks after each batch, and one that has just been emptied
 * still holds what it works with. So the sum exceeds the limit by at most one batch of each worker
 * that was let in. Rows much longer than others are read one at a time: {@link Share#heavy}.
 */
public final class WriteMemory {
  /*
   * Two levels, one rule: a load's limit is kept as that of the process is, so a worker is let in when
   * both have room for the least that it needs, and writes early when either is short.
   *
   * No deadlock. (1) Who waits to be let in holds nothing: no memory, no chunk, not the lock on the
   * source. Who is in never waits to be let in. A helper that waits while its load's other workers reach
   * the end of the rows goes away, so a load never waits for a place that it has no use for. While
   * nobody is in, the next one is, however small the limit. Those who wait come in by turns; only one
   * whose own load is full is passed over. (2) Who is in waits only before it reads, and only while
   * another worker is busy: with a batch, between reading and writing. A busy worker waits for nobody
   * but the disk, so it ends, and the last one that is busy finds nobody to wait for. One that waits
   * for its client's bytes is not busy; nobody waits for it here. (3) The one place for a long row is
   * asked for by a worker that is in, while it has its load's turn to read, and is given back with the
   * chunk: its holder needs neither a place nor a turn. It may wait for its client; then only long rows
   * wait, until its load's time-out.
   *
   * Who writes early: above the soft limit every worker with more than its equal share of it, so the
   * large ones give first; above the limit everyone. A worker whose client sends nothing cannot give;
   * the others do with what is left.
   *
   * Rejected: blocking inside the allocation of buffers. A worker would then wait while it holds some,
   * and whether all of them can end depends on the order in which they asked.
   */
  private static final double SOFT = 0.8;
  private static final long LOOK_MILLIS = 100;

  private final Level process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private @Nullable Share heavy;

  /** At most so many bytes, about. */
  public WriteMemory(long limitBytes) {
    process = new Level(limitBytes);
  }

  /** For tests and tools that run a few workers only. */
  public static WriteMemory unlimited() {
    return new WriteMemory(Long.MAX_VALUE);
  }

  /** Bytes held now, for metrics. */
  public long usedBytes() {
    lock.lock();
    try {
      return process.used;
    } finally {
      lock.unlock();
    }
  }

  /** The part of one load: at most so many bytes, about; negative for no limit of its own. */
  public Part part(long limitBytes) {
    return new Part(limitBytes < 0 ? Long.MAX_VALUE : limitBytes);
  }

  private static final class Level {
    private final long limit;
    private long used;
    private int workers;
    private int busy;

    Level(long limit) {
      this.limit = limit;
    }

    boolean hasRoom(long bytes) {
      return workers == 0 || used + bytes <= limit;
    }

    boolean isShort(long held) {
      return used > limit || used > SOFT * limit && held > SOFT * limit / workers;
    }

    boolean mustTakeTurns() {
      return used > limit && busy > 0;
    }
  }

  /** A worker that waits to be let in. */
  private static final class Waiting {
    private final Part part;
    private final long least;

    Waiting(Part part, long least) {
      this.part = part;
      this.least = least;
    }
  }

  /** What the workers of one load share. */
  public final class Part {
    private final Level load;

    private Part(long limitBytes) {
      load = new Level(limitBytes);
    }

    private boolean hasRoom(long least) {
      return load.hasRoom(least) && process.hasRoom(least);
    }

    /**
     * Lets a worker in. Waits while there is no room for it.
     *
     * @param least what it needs even when it writes as early as it can
     * @param wanted whether there is still work for it
     * @return empty if it is no longer wanted
     * @throws plimsoll.error.PlimsollException why the load was stopped, if it was while it waited
     */
    public Optional<Share> enter(long least, Progress progress, BooleanSupplier wanted) {
      Waiting waiting = new Waiting(this, least);
      lock.lock();
      try {
        queue.add(waiting);
        await(() -> !wanted.getAsBoolean() || isNext(waiting), progress);
        return wanted.getAsBoolean() ? Optional.of(new Share(load, least)) : Optional.empty();
      } finally {
        queue.remove(waiting);
        changed.signalAll();
        lock.unlock();
      }
    }
  }

  /** Whether it has room and nobody before it waits for the process alone. */
  private boolean isNext(Waiting waiting) {
    for (Waiting earlier : queue) {
      if (earlier == waiting) {
        return waiting.part.hasRoom(waiting.least);
      }
      if (earlier.part.load.hasRoom(earlier.least)) {
        return false;
      }
    }
    return false;
  }

  /** Under the lock: waits until that is so, or the load is stopped. */
  private void await(BooleanSupplier condition, Progress progress) {
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        progress.checkStopped();
        try {
          boolean unused = changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // a load is stopped through its progress
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What one worker holds. Used by one thread. */
  public final class Share implements AutoCloseable {
    private final Level load;
    private final long least;
    private long counted;
    private boolean busy;
    private boolean hasLongRow;
    private boolean closed;

    private Share(Level load, long least) {
      this.load = load;
      this.least = least;
      counted = least;
      count(least, 1);
    }

    private void count(long bytes, int workers) {
      process.used += bytes;
      process.workers += workers;
      load.used += bytes;
      load.workers += workers;
    }

    private void setBusy(boolean now) {
      if (busy != now) {
        busy = now;
        process.busy += now ? 1 : -1;
        load.busy += now ? 1 : -1;
      }
    }

    /**
     * The worker is about to read. Waits while memory is short and others, who are busy, may give
     * some.
     *
     * @throws plimsoll.error.PlimsollException why the load was stopped, if it was while it waited
     */
    public void beforeReading(Progress progress) {
      lock.lock();
      try {
        boolean others = busy;
        setBusy(false);
        if (others) {
          changed.signalAll();
        }
        await(() -> heavy == this || !(process.mustTakeTurns() || load.mustTakeTurns()), progress);
      } finally {
        lock.unlock();
      }
    }

    /** The worker has read and is busy until it reads again. */
    public void afterReading() {
      lock.lock();
      try {
        setBusy(true);
      } finally {
        lock.unlock();
      }
    }

    /**
     * The worker holds so many bytes now.
     *
     * @return whether it should write what it holds, and say again what it holds then
     */
    public boolean holds(long bytes) {
      long counts = Math.max(least, bytes);
      lock.lock();
      try {
        boolean fewer = counts < counted;
        count(counts - counted, 0);
        counted = counts;
        if (fewer) {
          changed.signalAll();
        }
        return bytes > least && (process.isShort(bytes) || load.isShort(bytes));
      } finally {
        lock.unlock();
      }
    }

    /**
     * The worker is about to hold a row much longer than others. Waits while another one does.
     *
     * @throws plimsoll.error.PlimsollException why the load was stopped, if it was while it waited
     */
    public void heavy(Progress progress) {
      lock.lock();
      try {
        await(() -> heavy == null || heavy == this, progress);
        heavy = this;
        hasLongRow = true;
      } finally {
        lock.unlock();
      }
    }

    /** The long row is gone, and so is what it took. */
    public void light() {
      if (!hasLongRow) {
        return; // after nearly every chunk: no lock for it
      }
      hasLongRow = false;
      lock.lock();
      try {
        heavy = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** The worker holds nothing any more. Again has no effect. */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      light();
      lock.lock();
      try {
        setBusy(false);
        count(-counted, -1);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
