package plimsoll.commit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadRecord;

/**
 * How the commit of one load ended.
 *
 * @param record as stored if it succeeded, as given otherwise
 * @param failure why not; null if its rows are visible, or in the state COMMITTED will be
 * @param existing the load that holds its label, if that is why
 */
public record CommitOutcome(
    LoadRecord record, @Nullable PlimsollException failure, Optional<LoadRecord> existing) {

  static CommitOutcome decided(LoadRecord record) {
    return new CommitOutcome(record, null, Optional.empty());
  }

  static CommitOutcome failed(PreparedLoad load, PlimsollException failure) {
    return new CommitOutcome(load.record(), failure, Optional.empty());
  }
}
