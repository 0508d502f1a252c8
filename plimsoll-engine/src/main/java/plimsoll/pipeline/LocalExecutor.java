package plimsoll.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.TableName;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.Destination;
import plimsoll.pipeline.write.WriteMemory;

/**
 * Runs the workers of loads on threads of this process, which may have a lower priority than those
 * that ask for loads. Each load has one worker at least, so no load waits for another; helpers join
 * while there are permits.
 */
public final class LocalExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(LocalExecutor.class);

  private final Executor threads;
  private final Semaphore helpers;
  private final int workersPerLoad;
  private final WriteMemory memory;

  /**
   * An executor.
   *
   * @param threads where workers run; must not queue behind other loads
   * @param workersPerLoad most workers of one load
   * @param helpersInAll most helpers of all loads together
   */
  public LocalExecutor(Executor threads, int workersPerLoad, int helpersInAll) {
    this(threads, workersPerLoad, helpersInAll, WriteMemory.unlimited());
  }

  /** As above; all writers share that memory. */
  public LocalExecutor(Executor threads, int workersPerLoad, int helpersInAll, WriteMemory memory) {
    this.memory = memory;
    this.threads = threads;
    this.workersPerLoad = workersPerLoad;
    this.helpers = new Semaphore(helpersInAll);
  }

  /** What a worker reads into: a chunk, its index, a batch of a few columns. */
  private static final long READING_BYTES = 4 << 20;

  /** What a column takes at least: its vector, and the encoder of its pages. */
  private static final long COLUMN_BYTES = 24 << 10;

  /**
   * One load's work.
   *
   * @param table where the rows go
   * @param schema its columns, as the stores they go to need them checked
   * @param rows where they come from
   * @param mapping how missing columns are filled
   * @param memoryBytes what its workers together may hold; negative for no limit of its own
   * @param mostWorkers how many it may have; negative for no limit of its own
   */
  public record Work(
      TableName table,
      Schema schema,
      BatchSource rows,
      Mapping mapping,
      long memoryBytes,
      int mostWorkers) {
    private int workers(int most) {
      int given = mostWorkers < 0 ? most : Math.min(most, mostWorkers);
      return Math.min(given, rows.maxWorkers());
    }

    /** What one worker needs, however early it writes. */
    private long leastBytes() {
      long total = rows.totalBytes();
      long reading = total < 0 ? READING_BYTES : Math.min(READING_BYTES, 2 * total);
      return reading + COLUMN_BYTES * leaves(schema.columns().stream().map(Column::type));
    }

    private static long leaves(Stream<DataType> types) {
      return types
          .mapToLong(
              type -> type.isNested() ? leaves(type.parts().stream().map(DataType.Part::type)) : 1)
          .sum();
    }
  }

  /**
   * Runs the work to its end.
   *
   * @param destination opened anew by each worker that has rows
   * @return staged files of each of them
   * @throws PlimsollException if any worker failed; nothing is left staged then
   */
  public List<Staged> run(
      Work work, Destination destination, RejectLog rejects, Progress progress) {
    Workers workers =
        new Workers(memory.part(work.memoryBytes()), new AtomicInteger(), new AtomicBoolean());
    Callable<Optional<Staged>> worker =
        () -> runWorker(work, destination, rejects, progress, workers);
    List<FutureTask<Optional<Staged>>> tasks = new ArrayList<>();
    int most = work.workers(workersPerLoad);
    for (int i = 1; i < most && helpers.tryAcquire(); i++) {
      startHelper(worker).ifPresent(tasks::add);
    }
    tasks.add(start(worker));
    return collect(tasks, destination);
  }

  /**
   * Runs other work of a load where its workers run, and waits for its end.
   *
   * @throws IOException as the work
   */
  public <T> T aside(Callable<T> work) throws IOException {
    try {
      return getUninterruptibly(start(work));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      throw ErrorCode.BROKEN_INVARIANT.because(e, String.valueOf(e.getCause()));
    }
  }

  /** On a thread of ours; on the caller's if none can be had. */
  private <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      LOG.warn("No thread for a load's work: {}", e.toString());
      task.run();
    }
    return task;
  }

  /** A helper at work; empty if no thread can be had: the load's own worker does its share. */
  private Optional<FutureTask<Optional<Staged>>> startHelper(Callable<Optional<Staged>> worker) {
    FutureTask<Optional<Staged>> task =
        new FutureTask<>(worker) {
          @Override
          protected void done() {
            helpers.release();
          }
        };
    try {
      threads.execute(task);
      return Optional.of(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      LOG.warn("No thread for a helper: {}", e.toString());
      task.cancel(false); // gives its permit back
      return Optional.empty();
    }
  }

  /**
   * What the workers of one load share.
   *
   * @param memory its part of all memory
   * @param numbers gives each worker its number
   * @param ended whether one of them has seen the end of the rows
   */
  private record Workers(WriteMemory.Part memory, AtomicInteger numbers, AtomicBoolean ended) {}

  private Optional<Staged> runWorker(
      Work work, Destination destination, RejectLog rejects, Progress progress, Workers workers) {
    int number = workers.numbers().getAndIncrement();
    SplitRun.Writers writers = () -> destination.writer(number);
    try {
      SplitRun run =
          new SplitRun(work.rows(), work.mapping(), work.schema(), writers, rejects, progress);
      Optional<WriteMemory.Share> entered =
          workers.memory().enter(work.leastBytes(), progress, () -> !workers.ended().get());
      return entered.isEmpty() ? Optional.empty() : run(run, entered.get(), workers);
    } catch (PlimsollException e) {
      progress.stop(e);
      throw e;
    } catch (IOException e) {
      PlimsollException failure = IoFailures.explain(e, work.table().toString());
      progress.stop(failure);
      throw failure;
    } catch (RuntimeException e) {
      progress.stop(ErrorCode.BROKEN_INVARIANT.because(e, e.toString()));
      throw e;
    } catch (Error e) {
      progress.stop(ErrorCode.CANCELLED.because(e, "Another worker of this load failed: " + e));
      throw e;
    }
  }

  private static Optional<Staged> run(SplitRun run, WriteMemory.Share share, Workers workers)
      throws IOException {
    try (share) {
      Optional<Staged> staged = run.run(share);
      workers.ended().set(true);
      return staged;
    }
  }

  private static List<Staged> collect(
      List<FutureTask<Optional<Staged>>> tasks, Destination destination) {
    List<Staged> staged = new ArrayList<>();
    Throwable failure = null;
    for (FutureTask<Optional<Staged>> task : tasks) {
      try {
        getUninterruptibly(task).ifPresent(staged::add);
      } catch (ExecutionException e) {
        failure = first(failure, e.getCause() == null ? e : e.getCause());
      }
    }
    if (failure == null) {
      return staged;
    }
    discard(staged, destination, failure);
    if (failure instanceof PlimsollException known) {
      throw known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw ErrorCode.BROKEN_INVARIANT.because(failure, failure.toString());
  }

  private static Throwable first(@Nullable Throwable earlier, Throwable later) {
    if (earlier == null || earlier == later) {
      return later;
    }
    if (later instanceof Error && !(earlier instanceof Error)) { // it made the others stop
      later.addSuppressed(earlier);
      return later;
    }
    earlier.addSuppressed(later);
    return earlier;
  }

  private static void discard(List<Staged> staged, Destination destination, Throwable failure) {
    for (Staged files : staged) {
      try {
        destination.discard(files);
      } catch (IOException e) {
        failure.addSuppressed(e); // the next start sweeps what is left
      }
    }
  }

  private static <T> T getUninterruptibly(FutureTask<T> task) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // workers hold buffers of this load: wait for them all
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
