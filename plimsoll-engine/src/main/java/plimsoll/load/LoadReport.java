package plimsoll.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadRecord;

/**
 * How a load ended. Front ends turn it into their answers.
 *
 * @param record the load's record, final; for a taken label, a record that was never stored
 * @param failure why it failed; null if it succeeded
 * @param existing the load that holds the label, if that is why
 */
public record LoadReport(
    LoadRecord record, @Nullable PlimsollException failure, Optional<LoadRecord> existing) {
  /** Whether the rows are visible. */
  public boolean succeeded() {
    return failure == null;
  }
}
