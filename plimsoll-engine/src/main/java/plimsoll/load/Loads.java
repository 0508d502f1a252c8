package plimsoll.load;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.CommitOutcome;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.Metastore;
import plimsoll.commit.PreparedLoad;
import plimsoll.commit.Tables;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.load.LoadStores.Written;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineWork;
import plimsoll.model.PointerChange;
import plimsoll.model.Rewrite;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.write.Destination;
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.StagedOnline;
import plimsoll.pipeline.write.Store;
import plimsoll.storage.Storage;

/** A load's life, top to bottom: label, splits, quality, commit, report. */
public final class Loads {
  private static final Logger LOG = LoggerFactory.getLogger(Loads.class);

  private final Metastore metastore;
  private final Store store;
  private final OnlineSide online;
  private final LocalExecutor executor;
  private final Committer committer;
  private final Epoch epoch;
  private final Clock clock;
  private final RunningLoads running;
  private final RejectPlace rejects;
  private final List<Consumer<LoadReport>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Where rejected rows go.
   *
   * @param storage storage of the directory
   * @param directory absolute path
   * @param mostBytes of the rows of one load
   */
  public record RejectPlace(Storage storage, String directory, long mostBytes) {
    private static final long MOST_BYTES = 64L << 20;

    /** With the usual limit. */
    public RejectPlace(Storage storage, String directory) {
      this(storage, directory, MOST_BYTES);
    }
  }

  /** Runs loads with these parts. */
  public Loads(
      Metastore metastore,
      Store store,
      OnlineSide online,
      LocalExecutor executor,
      Committer committer,
      Epoch epoch,
      RunningLoads running,
      RejectPlace rejects,
      Clock clock) {
    this.metastore = metastore;
    this.store = store;
    this.online = online;
    this.executor = executor;
    this.committer = committer;
    this.epoch = epoch;
    this.running = running;
    this.rejects = rejects;
    this.clock = clock;
  }

  /** Is told the report of every load that ends. */
  public void onReport(Consumer<LoadReport> listener) {
    listeners.add(listener);
  }

  /** Loads that run now. */
  public RunningLoads running() {
    return running;
  }

  /**
   * Runs a load from its label to its answer, on threads of its own while the caller's waits.
   * Closes the plan's rows.
   *
   * @return how it ended; a load that fails is a report too, not an exception
   */
  public LoadReport run(LoadPlan plan) {
    return run(plan, progress -> {});
  }

  /** As {@link #run(LoadPlan)}; {@code watcher} is given the load's progress when it begins. */
  public LoadReport run(LoadPlan plan, Consumer<RunningLoad> watcher) {
    LoadReport report;
    try {
      RunningLoad load = new RunningLoad(epoch.nextLoadId(), plan, clock.instant(), new Progress());
      report = reserve(load).orElseGet(() -> runReserved(load, watcher));
    } finally {
      close(plan);
    }
    listeners.forEach(listener -> listener.accept(report));
    return report;
  }

  /**
   * Does all that a load does but write: nothing of it stays, and its label is not taken. Closes
   * the plan's rows.
   *
   * @param plan made of a request that is dry
   * @return what the load would have done; one that would fail is a report too
   */
  public DryRunReport dryRun(LoadPlan plan, Consumer<RunningLoad> watcher) {
    try {
      RunningLoad load = new RunningLoad(epoch.nextLoadId(), plan, clock.instant(), new Progress());
      running.reserve(load); // a new label: it is there to be watched, stopped and timed out
      try {
        watcher.accept(load);
        return rehearse(load);
      } finally {
        running.release(load);
      }
    } finally {
      close(plan);
    }
  }

  private DryRunReport rehearse(RunningLoad load) {
    RejectGroups groups = new RejectGroups(load.progress());
    long begin = clock.millis();
    PlimsollException failure = null;
    long bytes = 0;
    try {
      LoadStores stores = stores(load);
      List<Staged> staged = stage(load, stores, stores.rehearsal(), groups);
      bytes = staged.stream().mapToLong(Staged::bytes).sum();
      checkQuality(load.plan(), counts(load, bytes));
    } catch (PlimsollException e) {
      failure = whyStopped(load, e);
    }
    LoadCounts counts = counts(load, bytes);
    return new DryRunReport(
        counts,
        groups.groups(),
        counts.lenience().nulled(),
        load.plan().mode() == TableWork.Mode.CREATE,
        clock.millis() - begin,
        failure);
  }

  /** What the load did is decided already: a source that will not close changes nothing. */
  private static void close(LoadPlan plan) {
    try {
      plan.rows().close();
    } catch (IOException e) {
      LOG.warn("Closing {} failed", plan.rows().describe(), e);
    }
  }

  /**
   * Says early that a label is in use, for whom it costs much to begin. Who runs a load under it
   * may still find it taken.
   *
   * @throws PlimsollException LABEL_USED
   */
  public void requireFree(String database, Label label) {
    if (running.find(database, label.text()).isPresent() || holder(database, label).isPresent()) {
      throw ErrorCode.LABEL_USED.with(label, "");
    }
  }

  /** The load that ended, or waits for its commit, with that label. */
  private Optional<LoadRecord> holder(String database, Label label) {
    return metastore.load(database, label).filter(held -> held.state() != LoadState.ABORTED);
  }

  /** Takes the label; or says why not, or who has it. Nothing has been read yet. */
  private Optional<LoadReport> reserve(RunningLoad load) {
    LoadPlan plan = load.plan();
    Optional<RunningLoad> other;
    try {
      other = running.reserve(load);
    } catch (PlimsollException e) {
      return Optional.of(refused(load, e, Optional.empty()));
    }
    if (other.isPresent()) {
      return Optional.of(taken(load, other.get().record()));
    }
    try {
      Optional<LoadRecord> holder =
          plan.label().generated()
              ? Optional.empty()
              : holder(plan.table().name().database(), plan.label());
      if (holder.isPresent()) {
        running.release(load);
        return Optional.of(taken(load, holder.get()));
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      running.release(load);
      throw e;
    }
  }

  private LoadReport taken(RunningLoad load, LoadRecord holder) {
    PlimsollException failure = ErrorCode.LABEL_USED.with(load.plan().label(), "");
    return refused(load, failure, Optional.of(holder));
  }

  /** A load that never began: its record is not stored. */
  private LoadReport refused(
      RunningLoad load, PlimsollException failure, Optional<LoadRecord> holder) {
    LoadRecord record =
        load.record().in(LoadState.ABORTED, failure.getMessage(), times(load, 0, 0));
    return new LoadReport(record, failure, holder);
  }

  private LoadReport runReserved(RunningLoad load, Consumer<RunningLoad> watcher) {
    try {
      RejectFile log = new RejectFile(rejects, load.id(), load.plan(), load.progress());
      Ready ready;
      try {
        watcher.accept(load);
        ready = ready(load, log);
      } catch (PlimsollException e) {
        return abort(load, whyStopped(load, e), log, Written.NOTHING);
      } catch (RuntimeException e) {
        LOG.error("Load {} failed", load.plan().label(), e);
        return abort(
            load, ErrorCode.BROKEN_INVARIANT.because(e, e.toString()), log, Written.NOTHING);
      } catch (Error e) {
        return abortAfter(e, load, log);
      }
      return commit(load, ready);
    } finally {
      running.release(load);
    }
  }

  /** All is staged and good enough: what is left is the commit. */
  private record Ready(LoadRecord record, Written written, List<PointerChange> created) {}

  private Ready ready(RunningLoad load, RejectFile file) {
    epoch.touch(load.plan().table());
    List<PointerChange> created = created(load.plan());
    long begin = clock.millis();
    RejectLog log =
        load.plan().stopsAtMisfit() ? new MisfitStop(file, load.plan().table().schema()) : file;
    LoadStores stores = stores(load);
    Written written = written(load, stores, stage(load, stores, stores.destination(), log));
    try {
      file.finish();
      LoadCounts counts = counts(load, written.bytes()).expired(written.expired());
      checkQuality(load.plan(), counts);
      LoadCounts told = told(load.plan(), counts);
      LoadRecord record = prepared(load, told, file, clock.millis() - begin);
      return new Ready(record, written, created);
    } catch (RuntimeException | Error e) {
      discard(load, written, e);
      throw e;
    }
  }

  private Written written(RunningLoad load, LoadStores stores, List<Staged> staged) {
    try {
      return load.plan().target().online()
          ? executor.aside(() -> stores.written(staged)) // sorts them, which may take long
          : stores.written(staged);
    } catch (IOException e) {
      throw IoFailures.explain(e, load.plan().table().name().toString());
    }
  }

  private LoadStores stores(RunningLoad load) {
    return new LoadStores(store, online, load, epoch.fileTag(load.id()));
  }

  /** Rows that a DELETE brings back are not loaded: what it did is what went. */
  private static LoadCounts told(LoadPlan plan, LoadCounts counts) {
    Rewrite rewrite = plan.rewrite();
    if (rewrite == null) {
      return counts;
    }
    if (rewrite.kept() >= 0 && counts.loaded() != rewrite.kept()) {
      throw ErrorCode.REFUSED.with(
          "The condition chose other rows when it was asked again: it is not the same each time."
              + " Nothing was deleted.");
    }
    return new LoadCounts(0, 0, rewrite.deleted(), 0, counts.sourceBytes(), counts.writtenBytes());
  }

  private static boolean changesNothingWithoutRows(TableWork.Mode mode) {
    return switch (mode) {
      case APPEND, APPEND_IF_EMPTY -> true;
      case REPLACE, CREATE, REWRITE -> false;
    };
  }

  /** The first metadata of a table that the load creates: nobody sees it before the commit. */
  private List<PointerChange> created(LoadPlan plan) {
    if (plan.mode() != TableWork.Mode.CREATE) {
      return List.of();
    }
    try {
      return List.of(store.create(plan.table()));
    } catch (IOException e) {
      throw IoFailures.explain(e, plan.table().name().toString());
    }
  }

  /**
   * Memory or stack ran out, or a class was missing. The label must be free again and no file may
   * stay, as far as that still works; what does not, the next start finds.
   *
   * @return the report if the process can go on
   */
  private LoadReport abortAfter(Error error, RunningLoad load, RejectFile file) {
    LOG.error("Load {} failed", load.plan().label(), error);
    epoch.leaveToNextStart(load.plan().table().id());
    try {
      LoadReport report = abort(load, explain(error), file, Written.NOTHING);
      if (error instanceof VirtualMachineError) {
        return report;
      }
    } catch (RuntimeException | Error again) {
      error.addSuppressed(again);
    }
    throw error;
  }

  private static PlimsollException explain(Error error) {
    return error instanceof OutOfMemoryError
        ? ErrorCode.OUT_OF_MEMORY.because(error, error.getMessage())
        : ErrorCode.BROKEN_INVARIANT.because(error, error.toString());
  }

  /** A load that was stopped fails at what it was just doing; what counts is why it was stopped. */
  private static PlimsollException whyStopped(RunningLoad load, PlimsollException failure) {
    PlimsollException reason = load.ticket().stopReason();
    return reason != null ? reason : failure;
  }

  private List<Staged> stage(
      RunningLoad load, LoadStores stores, Destination destination, RejectLog rejects) {
    LoadPlan plan = load.plan();
    LocalExecutor.Work work =
        new LocalExecutor.Work(
            plan.table().name(),
            stores.checkedSchema(),
            plan.rows(),
            plan.mapping(),
            plan.bounds().memoryBytes(),
            plan.bounds().workers());
    plan.rows().prepare(rejects, load.progress());
    return executor.run(work, destination, rejects, load.progress());
  }

  private static void checkQuality(LoadPlan plan, LoadCounts counts) {
    long maxErrors = plan.bounds().maxErrors();
    if (maxErrors >= 0 && counts.filtered() > maxErrors) {
      throw ErrorCode.TOO_MANY_FILTERED
          .with()
          .showing(counts.filtered() + " rows are bad, max_error_number is " + maxErrors + ".");
    }
    if (!counts.withinRatio(plan.bounds().maxFilterRatio())) {
      throw ErrorCode.TOO_MANY_FILTERED.with();
    }
    if (plan.bounds().emptyIsError() && counts.loaded() == 0) {
      throw ErrorCode.NOTHING_LOADED.with();
    }
  }

  private LoadReport commit(RunningLoad load, Ready ready) {
    LoadPlan plan = load.plan();
    LoadRecord record = ready.record();
    Written written = ready.written();
    load.becomePrepared();
    PreparedLoad prepared =
        new PreparedLoad(
            record,
            works(load, written),
            load.ticket(),
            ready.created(),
            onlineWork(load, written));
    CommitOutcome outcome;
    try {
      outcome = committer.commit(prepared);
    } catch (RuntimeException | Error e) {
      epoch.leaveToNextStart(plan.table().id()); // perhaps it is visible: its files must stay
      throw e;
    }
    PlimsollException failure = outcome.failure();
    if (failure == null) {
      return new LoadReport(outcome.record(), null, Optional.empty());
    }
    if (failure.code() == ErrorCode.UNKNOWN_OUTCOME) {
      // Perhaps it is visible: its files must stay. If it is not, the next start sweeps them.
      epoch.leaveToNextStart(plan.table().id());
      return new LoadReport(outcome.record(), failure, Optional.empty());
    }
    LoadReport aborted = abort(load, record, failure, written);
    return new LoadReport(aborted.record(), failure, outcome.existing());
  }

  private static List<TableWork> works(RunningLoad load, Written written) {
    LoadPlan plan = load.plan();
    boolean nothing =
        written.files().isEmpty() && plan.links() == null && changesNothingWithoutRows(plan.mode());
    if (nothing || !plan.target().offline()) {
      return List.of();
    }
    return List.of(
        new TableWork(
            plan.table(),
            load.id(),
            plan.label(),
            plan.mode(),
            written.files(),
            plan.rewrite(),
            plan.links()));
  }

  private static List<OnlineWork> onlineWork(RunningLoad load, Written written) {
    StagedOnline rows = written.rows();
    return rows == null
        ? List.of()
        : List.of(new OnlineWork(load.plan().table(), OnlineChange.Kind.LOAD, rows.text()));
  }

  private LoadReport abort(
      RunningLoad load, PlimsollException failure, RejectFile file, Written written) {
    try {
      file.finish();
    } catch (PlimsollException e) {
      failure.addSuppressed(e);
    }
    if (file.mayRemain()) {
      epoch.leaveToNextStart(load.plan().table().id());
    }
    LoadRecord record = prepared(load, counts(load, written.bytes()), file, 0);
    return abort(load, record, failure, written);
  }

  /** Removes what was staged, then frees the label by a record that says why. */
  private LoadReport abort(
      RunningLoad load, LoadRecord record, PlimsollException failure, Written written) {
    load.ticket().stop(failure);
    discard(load, written, failure);
    removeIfDropped(load.plan().table(), failure);
    LoadRecord aborted =
        record.in(
            LoadState.ABORTED, failure.getMessage(), times(load, record.times().writeMillis(), 0));
    try {
      metastore.recordAborted(aborted);
    } catch (PlimsollException | Metastore.UnknownOutcomeException e) {
      epoch.leaveToNextStart(load.plan().table().id()); // perhaps nothing names its rejected rows
      failure.addSuppressed(e);
      LOG.warn("The record of aborted load {} could not be stored", load.plan().label(), e);
    }
    return new LoadReport(aborted, failure, Optional.empty());
  }

  private void discard(RunningLoad load, Written written, Throwable failure) {
    try {
      stores(load).discard(written);
    } catch (IOException e) {
      epoch.leaveToNextStart(load.plan().table().id());
      failure.addSuppressed(e);
    }
  }

  /** DROP TABLE removed the table's directories, and this load may have made them again. */
  private void removeIfDropped(Table table, PlimsollException failure) {
    try {
      if (Tables.find(metastore, table.name(), table.id()).isEmpty()) {
        store.drop(table.home(), table.id());
      }
    } catch (IOException | PlimsollException e) {
      epoch.leaveToNextStart(table.id());
      failure.addSuppressed(e);
    }
  }

  private static LoadCounts counts(RunningLoad load, long writtenBytes) {
    LoadCounts counts = load.counts();
    return new LoadCounts(
        counts.loaded(),
        counts.filtered(),
        counts.unselected(),
        counts.nulled(),
        counts.sourceBytes(),
        writtenBytes,
        counts.lenience());
  }

  private LoadRecord prepared(
      RunningLoad load, LoadCounts counts, RejectFile file, long writeMillis) {
    LoadRecord now = load.record();
    String digest = load.plan().rows().digest();
    return new LoadRecord(
        now.id(),
        now.database(),
        now.label(),
        LoadState.PREPARED,
        now.kind(),
        now.tables(),
        counts,
        times(load, writeMillis, 0),
        digest.isEmpty() ? null : digest,
        "",
        now.user(),
        now.origin(),
        now.source(),
        now.statement(),
        details(now.details(), counts, file.kept()),
        file.name(),
        now.parent());
  }

  private static String details(String before, LoadCounts counts, long kept) {
    List<String> lines = new ArrayList<>();
    if (!before.isEmpty()) {
      lines.add(before);
    }
    lines.addAll(counts.lenience().lines());
    if (kept < counts.filtered()) {
      lines.add("rejected rows: kept the first " + kept + " of " + counts.filtered());
    }
    return String.join("\n", lines);
  }

  private LoadTimes times(RunningLoad load, long writeMillis, long commitMillis) {
    Instant now = clock.instant();
    return new LoadTimes(
        load.started(),
        now,
        load.plan().planMillis(),
        load.progress().readMillis(),
        writeMillis,
        commitMillis);
  }
}
