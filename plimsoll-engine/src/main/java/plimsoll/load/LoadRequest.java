package plimsoll.load;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadParent;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.pipeline.map.ComputedColumns;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Source;

/**
 * What every front end makes of a request to load bytes: where all ways in meet. Values are typed
 * already; names are not resolved yet. {@link LoadPlanner} makes a {@link LoadPlan} of it.
 *
 * @param kind how it came in
 * @param label the label; generated if the client gave none
 * @param target where the rows go
 * @param source where the bytes come from; closed by the load, or by the planner when it refuses
 * @param format how the inputs are written
 * @param csv how text is read; of other formats, which names and conversions are taken
 * @param fields names of the source's fields from left to right; null: table order or the header's
 * @param badValues what a value that does not convert does to its row
 * @param bounds what it may take and bears
 * @param requester who asked
 * @param zone the load's time zone: of {@code CURRENT_TIMESTAMP}, and where times that say their
 *     own zone or offset are brought to
 * @param create the table to create with the rows, in their commit, if the target does not exist;
 *     its types are guesses, so a value that they cannot hold exactly ends the load. Null to load
 *     into a table that must exist
 * @param dry whether it is a dry run: its label is not taken
 * @param parent the load whose rejected rows it loads again; null for all but such a load
 * @param computed columns that are computed from the fields; null if there are none
 * @param stores which stores the rows go to
 */
public record LoadRequest(
    LoadKind kind,
    Label label,
    TableName target,
    Source source,
    InputFormat format,
    CsvOptions csv,
    @Nullable List<String> fields,
    BadValuePolicy badValues,
    LoadBounds bounds,
    Requester requester,
    ZoneId zone,
    @Nullable Table create,
    boolean dry,
    @Nullable LoadParent parent,
    @Nullable ComputedColumns computed,
    Target stores) {
  /** A load of CSV into a table that exists, whose times are UTC. */
  public LoadRequest(
      LoadKind kind,
      Label label,
      TableName target,
      Source source,
      CsvOptions csv,
      @Nullable List<String> fields,
      BadValuePolicy badValues,
      LoadBounds bounds,
      Requester requester) {
    this(
        kind,
        label,
        target,
        source,
        InputFormat.CSV,
        csv,
        fields,
        badValues,
        bounds,
        requester,
        ZoneOffset.UTC,
        null,
        false,
        null,
        null,
        Target.OFFLINE);
  }

  /** This request, in that time zone. */
  public LoadRequest in(ZoneId newZone) {
    return with(format, newZone, create, dry, parent, computed, stores);
  }

  /** This request, for inputs of another format. */
  public LoadRequest of(InputFormat newFormat) {
    return with(newFormat, zone, create, dry, parent, computed, stores);
  }

  /** This request, creating the table if need be. */
  public LoadRequest creating(@Nullable Table table) {
    return with(format, zone, table, dry, parent, computed, stores);
  }

  /** This request as a dry run. */
  public LoadRequest asDryRun() {
    return with(format, zone, create, true, parent, computed, stores);
  }

  /** This request, for the rejected rows of a load. */
  public LoadRequest replaying(LoadParent load) {
    return with(format, zone, create, dry, load, computed, stores);
  }

  /** This request, computing some columns; null for none. */
  public LoadRequest computing(@Nullable ComputedColumns columns) {
    return with(format, zone, create, dry, parent, columns, stores);
  }

  /** This request, for those stores. */
  public LoadRequest into(Target newStores) {
    return with(format, zone, create, dry, parent, computed, newStores);
  }

  /** This request, whose bytes come from another source and are read otherwise. */
  LoadRequest from(Source newSource, CsvOptions options) {
    return new LoadRequest(
        kind, label, target, newSource, format, options, fields, badValues, bounds, requester, zone,
        create, dry, parent, computed, stores);
  }

  private LoadRequest with(
      InputFormat newFormat,
      ZoneId newZone,
      @Nullable Table table,
      boolean isDry,
      @Nullable LoadParent load,
      @Nullable ComputedColumns columns,
      Target newStores) {
    return new LoadRequest(
        kind, label, target, source, newFormat, csv, fields, badValues, bounds, requester, newZone,
        table, isDry, load, columns, newStores);
  }
}
