package plimsoll.online.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;

/**
 * Does tasks by the caller's thread, and by others as long as the machine has processors for them.
 * The others are started for it, so that they are as nice to the rest of the machine as the caller.
 */
final class Helpers {
  private final int most;
  private final Semaphore free;

  /**
   * None at work.
   *
   * @param most of all callers together
   */
  Helpers(int most) {
    this.most = most;
    free = new Semaphore(most);
  }

  /** Of all callers together. */
  int most() {
    return most;
  }

  /** What one thread does. */
  interface Task {
    /**
     * Does it.
     *
     * @param goesOn asked now and then; once it is not so another task has failed, and nobody wants
     *     what comes of this one
     */
    void run(BooleanSupplier goesOn) throws IOException;
  }

  /**
   * Does all tasks; once one fails none is begun any more. None is at work when it returns.
   *
   * @param threads how many may be at work, the caller's included
   * @throws IOException what the first of them failed with, with the failures of others
   */
  void run(List<? extends Task> tasks, int threads) throws IOException {
    Queue queue = new Queue(tasks.iterator());
    int wanted = Math.min(threads, tasks.size()) - 1;
    List<Thread> others = new ArrayList<>(Math.max(0, wanted));
    try {
      while (others.size() < wanted && free.tryAcquire()) {
        others.add(start(queue));
      }
    } catch (OutOfMemoryError e) { // no thread can be had: the caller does its share
      free.release();
    }
    queue.work();
    await(others);
    queue.check();
  }

  private Thread start(Queue queue) {
    Thread thread = new Thread(() -> help(queue), Thread.currentThread().getName() + " helper");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void help(Queue queue) {
    try {
      queue.work();
    } finally {
      free.release();
    }
  }

  /** The caller's files must not be taken away while they are written. */
  private static void await(List<Thread> others) {
    boolean interrupted = false;
    for (Thread other : others) {
      while (other.isAlive()) {
        try {
          other.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks that nobody has begun, and what failed. */
  private static final class Queue {
    private final Iterator<? extends Task> left;
    private volatile @Nullable Throwable failure;

    Queue(Iterator<? extends Task> left) {
      this.left = left;
    }

    void work() {
      for (Task task = take(); task != null; task = take()) {
        try {
          task.run(() -> failure == null);
        } catch (Throwable e) { // the caller's: check() throws it
          failed(e);
        }
      }
    }

    private synchronized @Nullable Task take() {
      return failure == null && left.hasNext() ? left.next() : null;
    }

    private synchronized void failed(Throwable e) {
      Throwable first = failure;
      if (first == null) {
        failure = e;
      } else if (first != e) {
        first.addSuppressed(e);
      }
    }

    void check() throws IOException {
      Throwable first = failure;
      if (first instanceof IOException e) {
        throw e;
      }
      if (first instanceof RuntimeException e) {
        throw e;
      }
      if (first instanceof Error e) {
        throw e;
      }
      if (first != null) {
        throw ErrorCode.BROKEN_INVARIANT.because(first, first.toString());
      }
    }
  }
}
