package plimsoll.query;

import plimsoll.error.PlimsollException;

/** Something that runs and can be stopped, by any thread, also when it has ended. */
@FunctionalInterface
public interface Stoppable {
  /** Makes it fail with that reason; the first one counts. */
  void stop(PlimsollException reason);
}
