package plimsoll.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.Progress;
import plimsoll.model.LoadCounts;
import plimsoll.pipeline.read.Source;

/** Whether a load can still keep to its ratio of bad rows, whatever is left of its input. */
final class Outlook {
  /*
   * The best that can come are good rows only, each as short as a good row can be. More bad rows, or
   * longer ones, only raise the ratio; so a load for which that is not enough has failed. It is asked
   * of the same function that decides in the end, which rounds in one direction for all counts. So no
   * load is stopped that would pass, also not at the very boundary.
   *
   * Rows of a chunk that is being read count, and its bytes count as left too: that errs on the safe
   * side. What must not be is the opposite. So bytes are looked at before the rows that they held.
   */
  private final double ratio;
  private final Source.@Nullable Extent extent;
  private final int rowBytes;
  private final int endBytes;

  /** Of a load that bears that ratio. */
  Outlook(double ratio, Source.@Nullable Extent extent, @Nullable InputForm form) {
    this.ratio = ratio;
    this.extent = form == null ? null : extent;
    this.rowBytes = form == null ? 1 : form.leastRowBytes();
    this.endBytes = form == null ? 1 : form.leastEndBytes();
  }

  static Outlook of(LoadPlan plan) {
    return new Outlook(plan.bounds().maxFilterRatio(), plan.extent(), plan.form());
  }

  /** Why the load cannot pass any more, as a message says it; null while it still can. */
  @Nullable String lost(Progress progress) {
    if (progress.filtered() == 0) {
      return null;
    }
    if (ratio == 0) {
      return "max_filter_ratio is 0";
    }
    Source.Extent all = extent;
    long parsed = progress.parsedBytes();
    if (all == null || Math.max(parsed, progress.sourceBytes()) > all.bytes()) {
      return null; // a file that grew may go on growing
    }
    long left = all.bytes() - parsed;
    long mostGood = progress.loaded() + mostRows(left, all.inputs());
    long bad = progress.filtered();
    if (new LoadCounts(mostGood, bad, 0, 0, 0, 0).withinRatio(ratio)) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "max_filter_ratio is %s, and %d bad rows are more than that of the %d rows that there can be"
            + " at most",
        ratio,
        bad,
        mostGood + bad);
  }

  /** The last row of each input may lack its end. */
  private long mostRows(long bytes, int inputs) {
    return (bytes + (long) inputs * endBytes) / rowBytes;
  }
}
