package plimsoll.online.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;

/**
 * Does tasks by the caller's thread, and by others as long as the machine has processors for them.
 * The others are started for it, so that they are as nice to the rest of the machine as the caller.
 */
final class Helpers {
  private final Semaphore free;

  /**
   * None at work.
   *
   * @param most of all callers together
   */
  Helpers(int most) {
    free = new Semaphore(most);
  }

  interface Task {
    void run() throws IOException;
  }

  /**
   * Does all tasks; once one fails none is begun any more.
   *
   * @param threads how many may be at work, the caller's included
   * @throws IOException what the first of them failed with, with the failures of others
   */
  void run(List<? extends Task> tasks, int threads) throws IOException {
    Queue queue = new Queue(tasks.iterator());
    List<FutureTask<Void>> others = new ArrayList<>();
    int wanted = Math.min(threads, tasks.size());
    while (others.size() + 1 < wanted && free.tryAcquire()) {
      others.add(start(queue));
    }
    queue.work();
    others.forEach(Helpers::await);
    queue.check();
  }

  private FutureTask<Void> start(Queue queue) {
    FutureTask<Void> work = new FutureTask<>(() -> help(queue), null);
    Thread thread = new Thread(work, Thread.currentThread().getName() + " helper");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no thread can be had: the caller does its share
      free.release();
      work.cancel(false);
    }
    return work;
  }

  private void help(Queue queue) {
    try {
      queue.work();
    } finally {
      free.release();
    }
  }

  /** The caller's files must not be taken away while they are written. */
  private static void await(FutureTask<Void> work) {
    boolean interrupted = false;
    while (!work.isDone()) {
      try {
        work.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw ErrorCode.BROKEN_INVARIANT.because(e, "a helper failed outside its tasks");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks that nobody has begun, and what failed. */
  private static final class Queue {
    private final Iterator<? extends Task> left;
    private @Nullable Throwable failure;

    Queue(Iterator<? extends Task> left) {
      this.left = left;
    }

    void work() {
      for (Task task = take(); task != null; task = take()) {
        try {
          task.run();
        } catch (IOException | RuntimeException | Error e) {
          failed(e);
        }
      }
    }

    private synchronized @Nullable Task take() {
      return failure == null && left.hasNext() ? left.next() : null;
    }

    private synchronized void failed(Throwable e) {
      if (failure == null) {
        failure = e;
      } else if (failure != e) {
        failure.addSuppressed(e);
      }
    }

    synchronized void check() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
