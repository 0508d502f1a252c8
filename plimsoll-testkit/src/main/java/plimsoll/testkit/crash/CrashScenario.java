package plimsoll.testkit.crash;

import java.io.IOException;
import plimsoll.testkit.storage.CrashMode;

/**
 * A program that can be run until it dies, and then be asked what is left. One object is one
 * attempt: it begins on an empty disk. Must do the same in the same order each time, or boundaries
 * move.
 */
public interface CrashScenario extends AutoCloseable {
  /** The life that may end at any boundary, by {@link Crash}; notes what it was promised. */
  void run(Boundaries boundaries) throws Exception;

  /**
   * The next life: the disk keeps what {@code mode} says, recovery runs, all promises are checked.
   *
   * @throws AssertionError when one is broken
   */
  void examine(CrashMode mode, long seed) throws Exception;

  @Override
  default void close() throws IOException {}
}
