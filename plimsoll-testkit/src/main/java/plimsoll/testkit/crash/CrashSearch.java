package plimsoll.testkit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import plimsoll.testkit.storage.CrashMode;

/** Lets a scenario go wrong at every boundary in turn, and collects the promises it broke. */
public final class CrashSearch {
  private static final int TRACE_LINES = 12;

  private final Callable<? extends CrashScenario> scenarios;
  private final CrashMode mode;
  private final List<Violation> violations = new ArrayList<>();
  private long boundaries;
  private long attempts;

  private CrashSearch(Callable<? extends CrashScenario> scenarios, CrashMode mode) {
    this.scenarios = scenarios;
    this.mode = mode;
  }

  /**
   * Visits every boundary, and the end of the program.
   *
   * @param scenarios makes a fresh attempt
   */
  public static CrashSearch everyBoundary(
      Callable<? extends CrashScenario> scenarios, Fault fault, CrashMode mode) throws Exception {
    return search(scenarios, fault, mode, 1, Integer.MAX_VALUE);
  }

  /** Visits one boundary of each {@code stride}, for a search that would take too long. */
  public static CrashSearch someBoundaries(
      Callable<? extends CrashScenario> scenarios, Fault fault, CrashMode mode, int stride)
      throws Exception {
    return search(scenarios, fault, mode, stride, Integer.MAX_VALUE);
  }

  /** As {@link #everyBoundary}, up to the first promise that is broken. */
  public static CrashSearch firstViolation(
      Callable<? extends CrashScenario> scenarios, Fault fault, CrashMode mode) throws Exception {
    return search(scenarios, fault, mode, 1, 1);
  }

  private static CrashSearch search(
      Callable<? extends CrashScenario> scenarios,
      Fault fault,
      CrashMode mode,
      int stride,
      int most)
      throws Exception {
    CrashSearch search = new CrashSearch(scenarios, mode);
    Boundaries counted = Boundaries.counting();
    search.visit(counted, 0);
    search.boundaries = counted.count();
    for (long at = 1; at <= search.boundaries && search.violations.size() < most; at += stride) {
      search.visit(Boundaries.with(fault, at), at);
    }
    return search;
  }

  private void visit(Boundaries life, long at) throws Exception {
    attempts++;
    try (CrashScenario scenario = scenarios.call()) {
      run(scenario, life);
      scenario.examine(mode, at);
    } catch (Crash | AssertionError | Exception e) {
      violations.add(new Violation(at, mode, e, life.trace()));
    }
  }

  private static void run(CrashScenario scenario, Boundaries life) throws Exception {
    try {
      scenario.run(life);
    } catch (Crash e) {
      return; // as asked
    } catch (Exception e) {
      if (!life.stopped()) {
        throw e;
      }
    }
  }

  /** Boundaries of one undisturbed run. */
  public long boundaries() {
    return boundaries;
  }

  /** Lives that were ended and examined. */
  public long attempts() {
    return attempts;
  }

  /** Broken promises, in the order found; empty when all was kept. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** The first few violations, for the message of a failed test. */
  public String report() {
    return violations.stream().limit(3).map(Violation::toString).collect(Collectors.joining("\n"))
        + String.format(
            "%n%d of %d lives broke a promise (%d boundaries)",
            violations.size(), attempts, boundaries);
  }

  /**
   * A promise that was broken.
   *
   * @param boundary where the fault was; 0 for none: at the end
   * @param mode what the disk kept
   * @param failure what the examination said
   * @param trace all boundaries up to the end of that life
   */
  public record Violation(long boundary, CrashMode mode, Throwable failure, List<String> trace) {
    /** Copies the trace. */
    public Violation {
      trace = List.copyOf(trace);
    }

    @Override
    public String toString() {
      List<String> last = trace.subList(Math.max(0, trace.size() - TRACE_LINES), trace.size());
      return "At boundary "
          + boundary
          + ", "
          + mode
          + ": "
          + failure
          + "\n  after\n    "
          + String.join("\n    ", last);
    }
  }
}
