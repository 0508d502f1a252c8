package plimsoll.online.store;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import plimsoll.error.ErrorCode;

/**
 * Lets many use the database at a time, and one close it: native code does not check whether what
 * it is asked to use is still there. Scans that are open then are closed first.
 */
final class Gate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Set<EntryScan> scans = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /** Something that closes the database. */
  interface Closing {
    void close() throws IOException;
  }

  /** Ends one use. */
  interface Pass {
    /** By the thread that began it. */
    void close();
  }

  /**
   * Begins one use, to be ended by the same thread.
   *
   * @throws plimsoll.error.PlimsollException SHUTTING_DOWN if the store is closed
   */
  Pass enter() {
    Lock use = lock.readLock();
    use.lock();
    if (closed) {
      use.unlock();
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    return use::unlock;
  }

  /** Keeps a scan in mind; within a use. */
  EntryScan opened(EntryScan scan) {
    scans.add(scan);
    return scan;
  }

  /** The scan is not needed any more. */
  void close(EntryScan scan) {
    lock.readLock().lock();
    try {
      if (scans.remove(scan)) {
        scan.close();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits for all uses to end, and lets nobody in again; a second time has no effect. */
  void close(Closing last) throws IOException {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        scans.forEach(EntryScan::close);
        scans.clear();
        last.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
