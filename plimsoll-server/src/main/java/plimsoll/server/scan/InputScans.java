package plimsoll.server.scan;

import java.util.ArrayList;
import java.util.List;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.load.LoadPlan;
import plimsoll.load.PlannedRows;

/** What a load reads, for the query that makes its rows: by the load's readers and options. */
public final class InputScans {
  private final PlannedRows rows;
  private final ScanDirectory directory;

  /** Keeps rows in that directory while they are asked. */
  public InputScans(PlannedRows rows, ScanDirectory directory) {
    this.rows = rows;
    this.directory = directory;
  }

  /**
   * All rows of an input; its source is closed.
   *
   * @param input as it was planned
   * @param rejects takes rows that are bad: they are not among the others
   * @param load the load's: rows count as loaded when its query gives them
   * @throws plimsoll.error.PlimsollException why it cannot be read; nothing stays then
   */
  public ScannedRows open(LoadPlan input, RejectLog rejects, Progress load) {
    Progress progress = load.ofInput();
    String tooLarge =
        "The rows of "
            + input.rows().describe()
            + " take more than query_spill_limit here. Load fewer files at a time; or load them"
            + " without the option sql, then INSERT ... SELECT.";
    ScanWriting writing =
        new ScanWriting(directory, input.table(), progress::checkStopped, tooLarge);
    List<String> written = new ArrayList<>();
    rows.read(input, writing, rejects, progress).forEach(one -> written.addAll(one.paths()));
    return new ScannedRows(directory, written, progress.loaded(), writing.bytes());
  }
}
