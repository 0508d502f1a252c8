package plimsoll.commit;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineWork;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.pipeline.write.Store;

/**
 * Commits a group of prepared loads: one new metadata file per table, one SQL transaction for all.
 * One thread at a time; which loads form a group is {@link Committer}'s business.
 */
public final class GroupCommit {
  /*
   * Order: staged files are synced already -> metadata of every touched table is written and synced
   * (Store.prepare) -> one SQL transaction swaps all pointers and adds the load records, with what
   * is to happen to the online side. Only after that does anybody else see a trace of the load. What
   * was decided for the online side is done right behind it, by the thread that waits for the load:
   * the offline store shows rows at the transaction, the online store as soon as they are published.
   *
   * Failures. A load that cannot be committed must not take its neighbours along: when preparing fails
   * the group is halved until the one at fault is alone. A pointer that another engine moved: prepare
   * again on the new base. A label that is taken: that load leaves the group, the rest goes again.
   * Unknown outcome: the label rows tell; until they can be read nothing is deleted.
   */
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST_ATTEMPTS = 20;
  private static final String NOT_COMMITTED =
      "it was lost during the commit, and has not made it. Nothing was loaded; retry";

  private final Metastore metastore;
  private final Store store;
  private final OnlinePublisher publisher;
  private final Clock clock;

  /** A committer of that store's tables. */
  public GroupCommit(Metastore metastore, Store store, OnlinePublisher publisher, Clock clock) {
    this.metastore = metastore;
    this.store = store;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Commits the group; one outcome per load, in the order given. */
  public List<CommitOutcome> commit(List<PreparedLoad> group) {
    IdentityHashMap<PreparedLoad, CommitOutcome> outcomes =
        new IdentityHashMap<>(); // no load is hashed
    List<PreparedLoad> claimed = new ArrayList<>();
    for (PreparedLoad load : group) {
      if (load.ticket().claim()) {
        claimed.add(load);
      } else {
        outcomes.put(load, CommitOutcome.failed(load, stopReason(load)));
      }
    }
    try {
      commitClaimed(claimed, outcomes);
    } catch (RuntimeException e) {
      failUndecided(claimed, e, outcomes);
    }
    return group.stream().map(outcomes::get).toList();
  }

  /** A part of the group may be visible by now: only loads without an outcome may fail. */
  private static void failUndecided(
      List<PreparedLoad> loads,
      RuntimeException cause,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    PlimsollException failure =
        cause instanceof PlimsollException known
            ? known
            : ErrorCode.BROKEN_INVARIANT.because(cause, cause.toString());
    for (PreparedLoad load : loads) {
      outcomes.putIfAbsent(load, CommitOutcome.failed(load, failure));
    }
  }

  private static PlimsollException stopReason(PreparedLoad load) {
    PlimsollException reason = load.ticket().stopReason();
    return reason != null
        ? reason
        : ErrorCode.BROKEN_INVARIANT.with("a load neither open nor stopped");
  }

  private void commitClaimed(
      List<PreparedLoad> loads, IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    List<PreparedLoad> left = new ArrayList<>(loads);
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      List<PointerChange> changes = new ArrayList<>();
      try {
        prepare(left, changes);
        commitPrepared(left, changes, outcomes);
        return;
      } catch (Metastore.PointerMovedException e) {
        discard(changes);
        if (attempt == MOST_ATTEMPTS) {
          failAll(left, ErrorCode.COMMIT_CONFLICT.because(e, e.table(), attempt), outcomes);
          return;
        }
      } catch (Metastore.LabelTakenException e) {
        discard(changes);
        if (!left.removeIf(load -> refuseTaken(load, e, outcomes))) {
          failAll(left, ErrorCode.LABEL_USED.because(e, e.label(), ""), outcomes);
          return;
        }
      } catch (PlimsollException e) {
        discard(changes);
        split(left, e, outcomes);
        return;
      }
    }
  }

  /** Builds and syncs the new metadata of every table; what was written is in {@code changes}. */
  private void prepare(List<PreparedLoad> loads, List<PointerChange> changes) {
    Map<UUID, List<TableWork>> byTable = new LinkedHashMap<>();
    for (PreparedLoad load : loads) {
      for (TableWork work : load.work()) {
        byTable.computeIfAbsent(work.table().id(), id -> new ArrayList<>()).add(work);
      }
    }
    Map<UUID, String> created = created(loads);
    for (List<TableWork> work : byTable.values()) {
      Table table = work.get(0).table();
      String first = created.get(table.id());
      String location = first != null ? first : pointer(table);
      try {
        changes.add(store.prepare(table, location, work));
      } catch (IOException e) {
        throw IoFailures.explain(e, table.name().toString());
      } catch (PlimsollException e) {
        throw e;
      } catch (RuntimeException e) {
        throw ErrorCode.BROKEN_INVARIANT.because(e, e.toString());
      }
    }
  }

  /** Rows that were staged for other columns than the table has now are no rows of it. */
  private void requireOnlineTables(List<PreparedLoad> loads) {
    for (PreparedLoad load : loads) {
      for (OnlineWork work : load.online()) {
        TableName name = work.table().name();
        Table now =
            metastore
                .table(work.table().id())
                .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, " It was dropped."));
        if (!now.schema().hasRowsOf(work.table().schema())) {
          throw ErrorCode.FOREIGN_CHANGE.with(name, "its columns were changed meanwhile");
        }
      }
    }
  }

  private String pointer(Table table) {
    return metastore
        .pointer(table)
        .orElseThrow(
            () -> ErrorCode.UNKNOWN_TABLE.with(table.name(), " It was dropped or renamed."));
  }

  /** The first metadata of tables that these loads create, by table. */
  private static Map<UUID, String> created(List<PreparedLoad> loads) {
    Map<UUID, String> created = new HashMap<>();
    for (PreparedLoad load : loads) {
      load.created().forEach(change -> created.put(change.table().id(), change.to()));
    }
    return created;
  }

  /** The metastore has no pointer yet of a table that comes to be. */
  private static List<PointerChange> swaps(List<PreparedLoad> loads, List<PointerChange> changes) {
    Map<UUID, String> created = created(loads);
    return changes.stream()
        .map(
            change ->
                created.containsKey(change.table().id())
                    ? new PointerChange(change.table(), null, change.to())
                    : change)
        .toList();
  }

  /** Where the online side has a part, its tables keep their columns until that is recorded. */
  private void commitPrepared(
      List<PreparedLoad> loads,
      List<PointerChange> changes,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    if (loads.stream().allMatch(load -> load.online().isEmpty())) {
      commitAndTell(loads, changes, outcomes);
    } else {
      publisher.recording(() -> commitAndTell(loads, changes, outcomes));
    }
  }

  private void commitAndTell(
      List<PreparedLoad> loads,
      List<PointerChange> changes,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    Instant now = clock.instant();
    List<LoadRecord> records = loads.stream().map(load -> visible(load.record(), now)).toList();
    List<PointerChange> swaps = swaps(loads, changes);
    try {
      requireOnlineTables(loads);
      metastore.commit(swaps, records, online(loads));
    } catch (PlimsollException
        | Metastore.PointerMovedException
        | Metastore.LabelTakenException e) {
      throw e; // nothing happened
    } catch (RuntimeException e) { // said to be unknown, or a bug: it may have happened before that
      afterUnknownOutcome(loads, records, changes, e, outcomes);
      return;
    }
    succeed(loads, records, outcomes);
    tidy(changes);
  }

  private static List<OnlineChange> online(List<PreparedLoad> loads) {
    return loads.stream()
        .flatMap(load -> load.online().stream().map(work -> work.of(load.record().id())))
        .toList();
  }

  private static void succeed(
      List<PreparedLoad> loads,
      List<LoadRecord> records,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    for (int i = 0; i < loads.size(); i++) {
      outcomes.put(loads.get(i), CommitOutcome.decided(records.get(i)));
    }
  }

  /**
   * Shows a load online that was committed. On the thread of who waits for it, so that loads behind
   * it commit meanwhile.
   *
   * @return the outcome with what it came to; a load that cannot be shown now is COMMITTED: it is
   *     decided all the same, and tried again
   */
  CommitOutcome show(CommitOutcome committed) {
    if (committed.failure() != null) {
      return committed;
    }
    LoadRecord record = committed.record();
    try {
      OnlineDone done = publisher.publish().get(record.id());
      return CommitOutcome.decided(done == null ? stored(record) : record.after(done));
    } catch (RuntimeException e) {
      LOG.error("The online store could not be brought up to the commits; it is tried again", e);
      return CommitOutcome.decided(record.in(LoadState.COMMITTED, "", record.times()));
    }
  }

  /** Another load's thread showed it, and has recorded what came of it. */
  private LoadRecord stored(LoadRecord record) {
    return metastore
        .load(record.database(), record.label())
        .filter(stored -> stored.id() == record.id())
        .orElse(record);
  }

  /** As it is once every store shows it. */
  private static LoadRecord visible(LoadRecord record, Instant now) {
    LoadTimes times = record.times();
    long waited = Math.max(0, now.toEpochMilli() - times.finished().toEpochMilli());
    LoadTimes done =
        new LoadTimes(
            times.started(),
            now,
            times.planMillis(),
            times.readMillis(),
            times.writeMillis(),
            waited);
    return record.in(LoadState.VISIBLE, "", done);
  }

  /**
   * Asks what came of the transaction. The metastore answers only once that is settled; while it
   * cannot, or after a bug in it, nothing is deleted: the metadata may be live.
   */
  private void afterUnknownOutcome(
      List<PreparedLoad> loads,
      List<LoadRecord> records,
      List<PointerChange> changes,
      RuntimeException cause,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    Optional<Boolean> happened = isStored(records.get(0));
    if (happened.isPresent() && happened.get()) {
      succeed(loads, records, outcomes);
      tidy(changes);
    } else if (happened.isPresent() && cause instanceof Metastore.UnknownOutcomeException) {
      discard(changes);
      failAll(loads, ErrorCode.METASTORE_FAILED.because(cause, NOT_COMMITTED), outcomes);
    } else {
      for (PreparedLoad load : loads) {
        PlimsollException failure = ErrorCode.UNKNOWN_OUTCOME.because(cause, load.record().label());
        outcomes.put(load, CommitOutcome.failed(load, failure));
      }
    }
  }

  /** Whether the label row of exactly this load is there; empty if the metastore cannot tell. */
  private Optional<Boolean> isStored(LoadRecord record) {
    try {
      return Optional.of(
          metastore
              .load(record.database(), record.label())
              .filter(stored -> stored.id() == record.id() && stored.state().succeeded())
              .isPresent());
    } catch (PlimsollException e) {
      LOG.warn("What came of load {} cannot be asked now", record.label(), e);
      return Optional.empty();
    }
  }

  private boolean refuseTaken(
      PreparedLoad load,
      Metastore.LabelTakenException taken,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    LoadRecord record = load.record();
    Optional<LoadRecord> holder =
        record.label().text().equals(taken.label().text())
            ? metastore.load(record.database(), record.label()).filter(h -> h.state().succeeded())
            : Optional.empty();
    if (holder.isEmpty()) {
      return false;
    }
    outcomes.put(
        load,
        new CommitOutcome(record, ErrorCode.LABEL_USED.because(taken, record.label(), ""), holder));
    return true;
  }

  private void split(
      List<PreparedLoad> loads,
      PlimsollException failure,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    if (loads.size() == 1) {
      outcomes.put(loads.get(0), CommitOutcome.failed(loads.get(0), failure));
      return;
    }
    int half = loads.size() / 2;
    commitClaimed(loads.subList(0, half), outcomes);
    commitClaimed(loads.subList(half, loads.size()), outcomes);
  }

  private static void failAll(
      List<PreparedLoad> loads,
      PlimsollException failure,
      IdentityHashMap<PreparedLoad, CommitOutcome> outcomes) {
    loads.forEach(load -> outcomes.put(load, CommitOutcome.failed(load, failure)));
  }

  /** Nothing refers to this metadata. What cannot be removed now, the next start's sweep finds. */
  private void discard(List<PointerChange> changes) {
    for (PointerChange change : changes) {
      try {
        store.discard(change);
      } catch (IOException | RuntimeException e) {
        LOG.warn("Could not remove unused metadata {}", change.to(), e);
      }
    }
  }

  private void tidy(List<PointerChange> changes) {
    for (PointerChange change : changes) {
      try {
        store.committed(change);
      } catch (IOException | RuntimeException e) {
        LOG.warn("Housekeeping of {} failed; it is tried again later", change.table().name(), e);
      }
    }
  }
}
