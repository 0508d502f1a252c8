package plimsoll.online.write;

import java.util.List;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.online.sort.Run;
import plimsoll.online.table.OnlineTable;

/**
 * What one worker of a load has written: sorted runs, with a part for each slot of the table.
 *
 * @param online the table
 * @param arrival when its rows came, in microseconds since 1970-01-01
 * @param runs the files
 * @param isDurable whether they are synced; if not they have to become something else first
 * @param rows how many rows are in them
 * @param late how many of those had expired by age, in all indexes, when they came
 */
public record StagedRuns(
    OnlineTable online, long arrival, List<Run> runs, boolean isDurable, long rows, long late)
    implements Staged {
  /** Copies the list. */
  public StagedRuns {
    runs = List.copyOf(runs);
  }

  @Override
  public Table table() {
    return online.table();
  }

  @Override
  public long bytes() {
    return runs.stream().mapToLong(Run::bytes).sum();
  }

  @Override
  public List<String> paths() {
    return runs.stream().map(Run::path).toList();
  }
}
