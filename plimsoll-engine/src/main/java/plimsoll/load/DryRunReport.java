package plimsoll.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadCounts;

/**
 * What a load would have done.
 *
 * @param counts rows and bytes as the load would count them; the written bytes are an estimate
 * @param groups its bad rows by column and error, most frequent first
 * @param nulled for each column with values that would become NULL, how many
 * @param creates whether the load would create its table; its types are guesses then
 * @param millis how long the dry run took
 * @param failure why the load would fail, null if it would succeed
 */
public record DryRunReport(
    LoadCounts counts,
    List<RejectGroup> groups,
    Map<String, Long> nulled,
    boolean creates,
    long millis,
    @Nullable PlimsollException failure) {
  /** Copies the lists. */
  public DryRunReport {
    groups = List.copyOf(groups);
    nulled = Map.copyOf(nulled);
  }
}
