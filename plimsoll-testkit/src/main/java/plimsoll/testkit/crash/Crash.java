package plimsoll.testkit.crash;

/** The simulated process is dead. An error, so that no handler of failures takes it for one. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  /** At that boundary. */
  Crash(String boundary) {
    super("stopped at " + boundary);
  }
}
