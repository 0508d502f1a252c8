package plimsoll.commit;

import java.util.List;
import plimsoll.model.LoadRecord;
import plimsoll.model.OnlineWork;
import plimsoll.model.PointerChange;
import plimsoll.model.TableWork;

/**
 * A load whose files are staged and synced: all that is left is the commit.
 *
 * @param record what is known of it; state PREPARED
 * @param work one entry per table
 * @param ticket the race with cancel and time-out
 * @param created first pointers of tables that come to be in this commit; they are nobody's yet
 * @param online what happens to the online side of tables
 */
public record PreparedLoad(
    LoadRecord record,
    List<TableWork> work,
    CommitTicket ticket,
    List<PointerChange> created,
    List<OnlineWork> online) {
  /** Copies the lists. */
  public PreparedLoad {
    work = List.copyOf(work);
    created = List.copyOf(created);
    online = List.copyOf(online);
  }

  /** A load into tables that are there. */
  public PreparedLoad(LoadRecord record, List<TableWork> work, CommitTicket ticket) {
    this(record, work, ticket, List.of(), List.of());
  }
}
