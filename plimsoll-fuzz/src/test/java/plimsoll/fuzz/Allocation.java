package plimsoll.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Fails if a run allocates out of proportion to its input: a few bytes must not cost a server its
 * memory.
 */
final class Allocation {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What any input may cost, however short. */
  private static final long FIXED = 4 << 20;

  private Allocation() {}

  /** A piece of code that must be modest. */
  interface Run {
    void run();
  }

  /**
   * Runs that.
   *
   * @param input bytes that it works on
   * @param perByte bytes that it may allocate for each of them
   */
  static void bounded(int input, long perByte, Run run) {
    long most = FIXED + perByte * input;
    if (allocated(run) > most) {
      long again = allocated(run); // the first time, loading classes counts too
      if (again > most) {
        throw new AssertionError(input + " bytes made it allocate " + again);
      }
    }
  }

  private static long allocated(Run run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
