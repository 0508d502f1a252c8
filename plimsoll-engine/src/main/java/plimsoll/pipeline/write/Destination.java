package plimsoll.pipeline.write;

import java.io.IOException;
import plimsoll.model.Staged;

/** Where one load's rows go. */
public interface Destination {
  /**
   * A writer for one worker.
   *
   * @param worker its number in the load, from 0
   */
  StoreWriter writer(int worker) throws IOException;

  /** Removes what a worker staged, if the load comes to nothing. */
  void discard(Staged staged) throws IOException;
}
