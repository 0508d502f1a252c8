package plimsoll.load;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Table;
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
 * @param zone the load's time zone: of {@code CURRENT_TIMESTAMP}, and where times that say their
 *     own zone or offset are brought to
 * @param create the table to create with the rows, in their commit, if the target does not exist;
 *     its types are guesses, so a value that they cannot hold exactly ends the load. Null to load
 *     into a table that must exist
 * @param dry whether it is a dry run: its label is not taken
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
    ZoneId zone,
    @Nullable Table create,
    boolean dry,
    long maxErrors) {
  /** A load into a table that exists, whose times are UTC. */
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
        ZoneOffset.UTC);
  }

  /** A load into a table that exists. */
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
      Requester requester,
      ZoneId zone) {
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
        zone,
        null,
        false,
        -1);
  }

  /** This request, creating the table if need be. */
  public LoadRequest creating(@Nullable Table table) {
    return with(table, dry, maxErrors);
  }

  /** This request as a dry run. */
  public LoadRequest asDryRun() {
    return with(create, true, maxErrors);
  }

  /** This request, stopped by more bad rows than that; negative for no such limit. */
  public LoadRequest withMaxErrors(long errors) {
    return with(create, dry, errors);
  }

  private LoadRequest with(@Nullable Table table, boolean isDry, long errors) {
    return new LoadRequest(
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
        zone,
        table,
        isDry,
        errors);
  }
}
