package plimsoll.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Fails if a run allocates out of proportion to its input: a few bytes must not cost a server its
 * memory.
 */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What any input may cost, however short. */
  private static final long FIXED = 4 << 20;

  private static final int ATTEMPTS = 3;

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
    long allocated = allocated(run);
    for (int i = 0; i < ATTEMPTS && allocated > most; i++) {
      allocated = allocated(run); // the first times, loading classes counts too
    }
    if (allocated > most) {
      throw new AssertionError(input + " bytes made it allocate " + allocated);
    }
  }

  private static long allocated(Run run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
