package plimsoll.commit;

import java.util.List;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableWork;

/**
 * A load whose files are staged and synced: all that is left is the commit.
 *
 * @param record what is known of it; state PREPARED
 * @param work one entry per table
 * @param ticket the race with cancel and time-out
 */
public record PreparedLoad(LoadRecord record, List<TableWork> work, CommitTicket ticket) {
  /** Copies the list. */
  public PreparedLoad {
    work = List.copyOf(work);
  }
}
