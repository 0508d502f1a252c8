package plimsoll.testkit.crash;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the places where a program changes something that outlives it, from 1, and lets one of
 * them go wrong. Shared by all that a program writes to. Safe for many threads; deterministic if
 * the program is.
 */
public final class Boundaries {
  private final long at;
  private final @Nullable Fault fault;
  private final List<String> trace = new ArrayList<>();
  private boolean stopped;
  private final Consumer<String> watcher;
  private final Runnable end;
  private boolean full;

  private Boundaries(long at, @Nullable Fault fault, Consumer<String> watcher, Runnable end) {
    this.at = at;
    this.fault = fault;
    this.watcher = watcher;
    this.end = end;
  }

  /** Only counts. */
  public static Boundaries counting() {
    return new Boundaries(0, null, line -> {}, () -> {});
  }

  /** Lets one boundary go wrong. */
  public static Boundaries with(Fault fault, long at) {
    return new Boundaries(at, fault, line -> {}, () -> {});
  }

  /**
   * For a process that really dies.
   *
   * @param at the boundary at which {@code end} runs; 0 for none
   * @param watcher is told each boundary as it is reached, that one too
   * @param end must not return; no other thread passes a boundary meanwhile
   */
  public static Boundaries ending(long at, Consumer<String> watcher, Runnable end) {
    return new Boundaries(at, null, watcher, end);
  }

  /** Boundaries reached so far. */
  public synchronized long count() {
    return trace.size();
  }

  /** Whether the process is dead. */
  public synchronized boolean stopped() {
    return stopped;
  }

  /** What was reached, one line each, in order. */
  public synchronized List<String> trace() {
    return List.copyOf(trace);
  }

  /** Called by everything that does not change anything: a dead process does not read either. */
  public synchronized void checkAlive() {
    if (stopped) {
      throw new Crash(trace.get(trace.size() - 1));
    }
  }

  /**
   * A change is about to be made.
   *
   * @param what verb and object, for the trace
   * @param needsSpace whether it cannot be done on a full disk
   */
  synchronized void reach(String what, String path, boolean needsSpace) throws IOException {
    checkAlive();
    note(what + " " + path);
    boolean here = fault != null && trace.size() == at;
    stopped |= here && fault == Fault.STOP;
    full |= here && fault == Fault.DISK_FULL;
    checkAlive();
    if (here && fault == Fault.FAIL) {
      throw new FileSystemException(path, null, "Input/output error");
    }
    if (full && needsSpace) {
      throw new FileSystemException(path, null, "No space left on device");
    }
  }

  private void note(String boundary) {
    String line = trace.size() + 1 + " " + boundary;
    trace.add(line);
    watcher.accept(line);
    if (trace.size() == at) {
      end.run();
    }
  }

  /** As {@link #reach}, where no failure but death makes sense. */
  synchronized void reach(String what) {
    checkAlive();
    note(what);
    stopped |= fault == Fault.STOP && trace.size() == at;
    checkAlive();
  }
}
