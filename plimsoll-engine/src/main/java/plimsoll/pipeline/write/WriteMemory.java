package plimsoll.pipeline.write;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import plimsoll.flow.Progress;

/**
 * The memory that all writers of this process share. Near the limit writers write what they hold
 * earlier, in smaller row groups; when none is left, a new writer waits.
 *
 * <p>The bound is not hard: a writer looks after each batch, and a writer that has just been
 * emptied still holds what it works with. So the sum exceeds the limit by at most one batch and the
 * smallest footprint of each writer that was let in.
 */
public final class WriteMemory {
  /*
   * No deadlock. Only a writer that holds nothing yet waits here, and it waits without holding the
   * lock on the source or any other writer's memory: its worker has taken its chunk already. Who
   * holds memory never waits for more: it writes to storage, or is given up by its load's time-out
   * or cancel, and then releases all of it. And while nobody holds any, the next one is let in,
   * however small the limit. A load's own workers may wait for one another: the one inside ends
   * without the one outside.
   *
   * Who writes early: above the soft limit every writer with more than its equal share of it, so the
   * large ones give first; above the limit everyone. A writer whose client sends nothing cannot give;
   * the others do with what is left, or wait until its load times out.
   */
  private static final long MOST_FIRST_BYTES = 4 << 20;
  private static final double SOFT = 0.8;
  private static final long LOOK_MILLIS = 100;

  private final long limit;
  private final long first;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition released = lock.newCondition();
  private long used;
  private int writers;

  /** At most so many bytes, about. */
  public WriteMemory(long limitBytes) {
    this.limit = limitBytes;
    this.first = Math.max(1, Math.min(MOST_FIRST_BYTES, limitBytes / 4));
  }

  /** For tests and tools that run a few writers only. */
  public static WriteMemory unlimited() {
    return new WriteMemory(Long.MAX_VALUE);
  }

  /** Bytes held now, for metrics. */
  public long usedBytes() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets a writer in, which then counts with what a writer needs to begin. Waits while there is no
   * room for that.
   *
   * @throws plimsoll.error.PlimsollException why the load was stopped, if it was while it waited
   */
  public Share enter(Progress progress) {
    boolean interrupted = false;
    lock.lock();
    try {
      while (writers > 0 && used + first > limit) {
        progress.checkStopped();
        try {
          released.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // a load is stopped through its progress
        }
      }
      writers++;
      used += first;
      return new Share();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What one writer holds. Used by one thread. */
  public final class Share implements AutoCloseable {
    private long held = first;
    private boolean closed;

    private Share() {}

    /**
     * The writer holds so many bytes now.
     *
     * @return whether it should write what it holds, and say again what it holds then
     */
    public boolean holds(long bytes) {
      lock.lock();
      try {
        used += bytes - held;
        boolean less = bytes < held;
        held = bytes;
        if (less) {
          released.signalAll();
        }
        return bytes > 0 && (used > limit || used > SOFT * limit && bytes > SOFT * limit / writers);
      } finally {
        lock.unlock();
      }
    }

    /** The writer holds nothing any more. Again has no effect. */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      lock.lock();
      try {
        used -= held;
        writers--;
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
