package plimsoll.server.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import plimsoll.error.IoFailures;
import plimsoll.flow.Progress;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadPlanner;
import plimsoll.load.LoadRequest;
import plimsoll.load.PlannedRows;
import plimsoll.load.Requester;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.pipeline.read.FilesSource;

/**
 * Soft links of tables for queries: what LOAD DATA would load from their files now, by the same
 * readers and options.
 */
public final class LinkScans {
  private static final Duration CHECK = Duration.ofMinutes(5);

  private final LoadPlanner planner;
  private final PlannedRows rows;
  private final ScanDirectory directory;

  /** Keeps rows in that directory while they are read. */
  public LinkScans(LoadPlanner planner, PlannedRows rows, ScanDirectory directory) {
    this.planner = planner;
    this.rows = rows;
    this.directory = directory;
  }

  /**
   * All rows of a table's links.
   *
   * @param files finds the files of a path
   * @throws plimsoll.error.PlimsollException FILE_NOT_FOUND and its like; LINK_UNREADABLE for rows
   *     that are bad
   */
  public ScannedRows open(
      Table table, SoftLinks links, Function<String, FilesSource> files, ScanLimit limit) {
    List<String> written = new ArrayList<>();
    ScanWriting writing = new ScanWriting(directory, table, limit::check, tooLarge(table));
    Progress progress = new Progress();
    try {
      for (String path : links.paths()) {
        LoadPlan plan = plan(table, links, files.apply(path), limit);
        limit.whileReading(
            progress,
            () -> rows.read(plan, writing, progress).forEach(one -> written.addAll(one.paths())));
      }
    } catch (RuntimeException | Error e) {
      writing.discard(written, e);
      throw e;
    }
    return new ScannedRows(
        directory, written, progress.loaded(), writing.bytes(), progress.lenience());
  }

  private static String tooLarge(Table table) {
    return "The files that "
        + table.name()
        + " shows by soft links take more than query_spill_limit here. Load them: deep_copy=true.";
  }

  /**
   * Looks at files as far as a plan of a load does, before they are linked.
   *
   * @param links those that the table has: what comes is read as they are, else as Parquet
   * @throws plimsoll.error.PlimsollException why they cannot be read so
   */
  public void check(Table table, SoftLinks links, FilesSource source) {
    SoftLinks reading = links.isEmpty() ? SoftLinks.PARQUET : links;
    LoadPlan plan = plan(table, reading, source, new ScanLimit(CHECK));
    try {
      plan.rows().close();
    } catch (IOException e) {
      throw IoFailures.explain(e, plan.rows().describe());
    }
  }

  private LoadPlan plan(Table table, SoftLinks links, FilesSource source, ScanLimit limit) {
    LinkReading reading = LinkReading.of(links);
    LoadRequest request =
        new LoadRequest(
                LoadKind.LOAD_DATA,
                Label.generate("link_"),
                table.name(),
                source,
                reading.csv(),
                null,
                reading.badValues(),
                LoadBounds.within(limit.timeout()),
                new Requester("", "local", "", List.of()))
            .of(reading.format());
    return planner.plan(request, table);
  }
}
