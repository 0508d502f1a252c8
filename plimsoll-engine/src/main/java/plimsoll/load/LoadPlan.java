package plimsoll.load;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.model.Label;
import plimsoll.model.LinkChange;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadParent;
import plimsoll.model.Rewrite;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.model.Target;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.read.Source;

/**
 * A load with every name resolved and every option checked: nothing after this parses an option or
 * looks up a name.
 *
 * @param kind how it came in
 * @param label its label
 * @param table where the rows go
 * @param rows where they come from, format included; the load closes it
 * @param mapping how columns that the rows do not have are filled
 * @param bounds what it may take and bears
 * @param requester who asked, from where, with which words
 * @param planMillis how long planning took
 * @param mode how its rows change the table; decided again in the commit, where it cannot be late
 * @param rewrite the files that go, for REWRITE; null otherwise
 * @param stopsAtMisfit whether a value that does not fit its column ends the load, as the column's
 *     type is only a guess
 * @param form how the input was written, kept beside rejected rows; null if it was no text
 * @param extent how much text there is; null if not known
 * @param parent the load whose rejected rows it loads again; null for all but such a load
 * @param target the stores it writes to
 * @param links what becomes of the table's soft links, for a load that is about them; null
 *     otherwise
 */
public record LoadPlan(
    LoadKind kind,
    Label label,
    Table table,
    BatchSource rows,
    Mapping mapping,
    LoadBounds bounds,
    Requester requester,
    long planMillis,
    TableWork.Mode mode,
    @Nullable Rewrite rewrite,
    boolean stopsAtMisfit,
    @Nullable InputForm form,
    Source.@Nullable Extent extent,
    @Nullable LoadParent parent,
    Target target,
    @Nullable LinkChange links) {
  /** As most loads are: its rows are added. */
  public LoadPlan(
      LoadKind kind,
      Label label,
      Table table,
      BatchSource rows,
      Mapping mapping,
      LoadBounds bounds,
      Requester requester,
      long planMillis) {
    this(
        kind,
        label,
        table,
        rows,
        mapping,
        bounds,
        requester,
        planMillis,
        TableWork.Mode.APPEND,
        null,
        false,
        null,
        null,
        null,
        Target.OFFLINE,
        null);
  }

  /** This plan, of input written in that form, and that long. */
  LoadPlan of(InputForm inputForm, Source.@Nullable Extent length) {
    return with(mode, rewrite, stopsAtMisfit, inputForm, length, parent, target, links);
  }

  /** This plan, for the rejected rows of a load; null for those of none. */
  LoadPlan replaying(@Nullable LoadParent load) {
    return with(mode, rewrite, stopsAtMisfit, form, extent, load, target, links);
  }

  /** This plan, changing the table in another way. */
  public LoadPlan with(TableWork.Mode newMode) {
    return with(newMode, null, stopsAtMisfit, form, extent, parent, target, links);
  }

  /** This plan, bringing back the rows that stay of some files. */
  public LoadPlan with(Rewrite newRewrite) {
    return with(
        TableWork.Mode.REWRITE, newRewrite, stopsAtMisfit, form, extent, parent, target, links);
  }

  /** This plan, creating its table, whose types are guesses. */
  LoadPlan creatingAsGuessed() {
    return with(TableWork.Mode.CREATE, null, true, form, extent, parent, target, links);
  }

  /** This plan, for those stores. */
  public LoadPlan into(Target stores) {
    return with(mode, rewrite, stopsAtMisfit, form, extent, parent, stores, links);
  }

  /** This plan, for links instead of rows: the table shows what the rows were planned from. */
  public LoadPlan linking(SoftLinks added) {
    return new LoadPlan(
        kind,
        label,
        table,
        new NoRows(rows.describe(), table.schema().size()),
        new Mapping(List.of()),
        bounds.refusingEmpty(false),
        requester,
        planMillis,
        mode,
        null,
        false,
        null,
        null,
        null,
        Target.OFFLINE,
        new LinkChange.Load(added));
  }

  private LoadPlan with(
      TableWork.Mode newMode,
      @Nullable Rewrite newRewrite,
      boolean newStopsAtMisfit,
      @Nullable InputForm newForm,
      Source.@Nullable Extent newExtent,
      @Nullable LoadParent newParent,
      Target newTarget,
      @Nullable LinkChange newLinks) {
    return new LoadPlan(
        kind,
        label,
        table,
        rows,
        mapping,
        bounds,
        requester,
        planMillis,
        newMode,
        newRewrite,
        newStopsAtMisfit,
        newForm,
        newExtent,
        newParent,
        newTarget,
        newLinks);
  }
}
