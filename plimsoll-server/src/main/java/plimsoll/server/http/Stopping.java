package plimsoll.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import plimsoll.error.ErrorCode;

/** Lets work that began end, and refuses new work, once the server stops. */
final class Stopping {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean stopping;
  private int working;

  /**
   * Does work that a stopping server waits for; false, and nothing is done, if it stops already.
   */
  boolean during(Runnable work) {
    if (!begin()) {
      return false;
    }
    try {
      work.run();
    } finally {
      end();
    }
    return true;
  }

  /** An endpoint that a stopping server waits for, and then refuses: SHUTTING_DOWN. */
  Endpoint during(Endpoint endpoint) {
    return exchange -> {
      if (!begin()) {
        throw ErrorCode.SHUTTING_DOWN.with();
      }
      try {
        endpoint.handle(exchange);
      } finally {
        end();
      }
    };
  }

  private boolean begin() {
    lock.lock();
    try {
      working += stopping ? 0 : 1;
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      working--;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean stopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing begins; returns when all ended or the time is over: whether all ended. */
  boolean stopAndWait(Duration most) {
    lock.lock();
    try {
      stopping = true;
      long left = most.toNanos();
      while (working > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
      return working == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
