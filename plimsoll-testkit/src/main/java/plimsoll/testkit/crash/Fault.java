package plimsoll.testkit.crash;

/** What happens at a boundary instead of the operation behind it. */
public enum Fault {
  /** The process dies: this call and every later one ends in {@link Crash}. */
  STOP,
  /** The operation fails, once, and did nothing. */
  FAIL,
  /** The disk is full from here on: nothing can be created or written, all else works. */
  DISK_FULL
}
