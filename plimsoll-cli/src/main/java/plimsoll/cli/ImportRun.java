package plimsoll.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Loads files, some at a time, until one fails. */
final class ImportRun {
  private final int threads;

  /**
   * A run.
   *
   * @param threads most files at a time
   */
  ImportRun(int threads) {
    this.threads = threads;
  }

  /**
   * Is told of each file that was begun, by the caller's thread, in the order in which they end;
   * not of those whose load threw something, nor surely of those that end after the caller was
   * interrupted.
   */
  interface Listener {
    /** How it ended; whether others shall be begun. */
    boolean ended(ImportPart part, LoadOutcome outcome);
  }

  private record Ended(ImportPart part, LoadOutcome outcome) {}

  /**
   * Loads them in their order; none is at work when it returns.
   *
   * @param load what is done with each, by several threads
   * @throws RuntimeException the first that a load or the listener threw, with the others
   */
  void run(List<ImportPart> parts, Function<ImportPart, LoadOutcome> load, Listener listener) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, ImportRun::thread);
    CompletionService<Ended> done = new ExecutorCompletionService<>(workers);
    Iterator<ImportPart> left = parts.iterator();
    int running = 0;
    boolean goesOn = true;
    List<Throwable> failures = new ArrayList<>();
    try {
      while (running > 0 || (goesOn && left.hasNext())) {
        if (Thread.interrupted()) {
          throw new InterruptedException(); // take() may have given one that was done instead
        }
        while (goesOn && running < threads && left.hasNext()) {
          ImportPart part = left.next();
          Future<Ended> unused = done.submit(() -> new Ended(part, load.apply(part)));
          running++;
        }
        Future<Ended> next = done.take();
        running--;
        try {
          goesOn &= listener.ended(next.get().part(), next.get().outcome());
        } catch (ExecutionException | RuntimeException e) { // the others are told of first
          failures.add(e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e);
          goesOn = false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      PlimsollException cancelled = ErrorCode.CANCELLED.because(e, "interrupted");
      failures.forEach(cancelled::addSuppressed);
      throw cancelled;
    } finally {
      end(workers);
    }
    if (!failures.isEmpty()) {
      throw failure(failures);
    }
  }

  /** The first one, with the others. */
  private static RuntimeException failure(List<Throwable> failures) {
    Throwable first = failures.get(0);
    failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
    if (first instanceof Error error) {
      throw error;
    }
    return first instanceof RuntimeException e
        ? e
        : ErrorCode.BROKEN_INVARIANT.because(first, first.toString());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "import");
    thread.setDaemon(true);
    return thread;
  }

  /** Those that are at work end by themselves: a file is whole or not there either way. */
  private static void end(ExecutorService workers) {
    workers.shutdown();
    boolean interrupted = Thread.interrupted();
    while (!workers.isTerminated()) {
      try {
        boolean unused = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
