package plimsoll.load;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import plimsoll.commit.CommitOutcome;
import plimsoll.commit.CommitTicket;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.PreparedLoad;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Label;
import plimsoll.model.LinkChange;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineWork;
import plimsoll.model.Table;
import plimsoll.model.TableWork;

/**
 * Changes what a table shows without bringing rows: each time one commit, under a generated label.
 */
public final class RowlessCommits {
  private final Committer committer;
  private final Epoch epoch;
  private final Clock clock;

  /** Commits there. */
  public RowlessCommits(Committer committer, Epoch epoch, Clock clock) {
    this.committer = committer;
    this.epoch = epoch;
    this.clock = clock;
  }

  /**
   * Empties both sides of a table.
   *
   * @throws PlimsollException if it could not be committed
   */
  public LoadRecord truncate(Table table, Requester requester) {
    LoadRecord record = record(table, LoadKind.TRUNCATE, "truncate_", requester);
    TableWork files =
        new TableWork(table, record.id(), record.label(), TableWork.Mode.REPLACE, List.of());
    OnlineWork rows = new OnlineWork(table, OnlineChange.Kind.TRUNCATE, "");
    return commit(table, record, List.of(files), List.of(rows));
  }

  /**
   * Removes rows of the online side.
   *
   * @param rows which, in words of the online store
   * @return its unselected rows are those that went
   * @throws PlimsollException if it could not be committed
   */
  public LoadRecord deleteOnline(Table table, String rows, Requester requester) {
    LoadRecord record = record(table, LoadKind.DELETE, "delete_", requester);
    OnlineWork deletion = new OnlineWork(table, OnlineChange.Kind.DELETE, rows);
    return commit(table, record, List.of(), List.of(deletion));
  }

  /**
   * Changes which files of others a table shows.
   *
   * @throws PlimsollException LINK_MISMATCH, or if it could not be committed
   */
  public LoadRecord link(Table table, LinkChange change, Requester requester) {
    LoadRecord record = record(table, LoadKind.ALTER, "alter_", requester);
    TableWork links =
        new TableWork(
            table, record.id(), record.label(), TableWork.Mode.APPEND, List.of(), null, change);
    return commit(table, record, List.of(links), List.of());
  }

  private LoadRecord record(Table table, LoadKind kind, String prefix, Requester requester) {
    epoch.touch(table);
    Instant now = clock.instant();
    return new LoadRecord(
        epoch.nextLoadId(),
        table.name().database(),
        Label.generate(prefix),
        LoadState.PREPARED,
        kind,
        List.of(table.name()),
        LoadCounts.ZERO,
        new LoadTimes(now, now, 0, 0, 0, 0),
        null,
        "",
        requester.user(),
        requester.origin(),
        "",
        requester.statement(),
        "",
        null,
        null);
  }

  private LoadRecord commit(
      Table table, LoadRecord record, List<TableWork> files, List<OnlineWork> rows) {
    CommitOutcome outcome;
    try {
      outcome =
          committer.commit(new PreparedLoad(record, files, new CommitTicket(), List.of(), rows));
    } catch (RuntimeException | Error e) {
      epoch.leaveToNextStart(table.id()); // perhaps it is visible: its metadata must stay
      throw e;
    }
    PlimsollException failure = outcome.failure();
    if (failure == null) {
      return outcome.record();
    }
    if (failure.code() == ErrorCode.UNKNOWN_OUTCOME) {
      epoch.leaveToNextStart(table.id());
    }
    throw failure;
  }
}
