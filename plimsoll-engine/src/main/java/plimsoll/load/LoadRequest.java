package plimsoll.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.Source;

/**
 * What every front end makes of a request to load bytes: where all ways in meet. Values are typed
 * already; names are not resolved yet. {@link LoadPlanner} makes a {@link LoadPlan} of it.
 *
 * @param kind how it came in
 * @param label the label; generated if the client gave none
 * @param target where the rows go
 * @param source where the bytes come from; closed by the load, or by the planner when it refuses
 * @param csv how the bytes are read
 * @param fields names of the source's fields from left to right; null: table order or the header's
 * @param maxFilterRatio tolerated share of bad rows, 0 to 1
 * @param badValues what a value that does not convert does to its row
 * @param timeout from start to visible
 * @param emptyIsError whether a load that loads no row fails
 * @param requester who asked
 * @param maxErrors more bad rows than that stop the load at once; negative for no such limit
 */
public record LoadRequest(
    LoadKind kind,
    Label label,
    TableName target,
    Source source,
    CsvOptions csv,
    @Nullable List<String> fields,
    double maxFilterRatio,
    BadValuePolicy badValues,
    Duration timeout,
    boolean emptyIsError,
    Requester requester,
    long maxErrors) {
  /** With any number of bad rows that the ratio bears. */
  public LoadRequest(
      LoadKind kind,
      Label label,
      TableName target,
      Source source,
      CsvOptions csv,
      @Nullable List<String> fields,
      double maxFilterRatio,
      BadValuePolicy badValues,
      Duration timeout,
      boolean emptyIsError,
      Requester requester) {
    this(
        kind,
        label,
        target,
        source,
        csv,
        fields,
        maxFilterRatio,
        badValues,
        timeout,
        emptyIsError,
        requester,
        -1);
  }
}
