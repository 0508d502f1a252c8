package plimsoll.online;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.online.store.OnlineCommit;
import plimsoll.online.store.OnlineMemory;
import plimsoll.online.store.OnlineStore;
import plimsoll.online.store.Published;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.OnlineWriter;
import plimsoll.online.write.StagedLoad;
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.StagedOnline;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.Storage;

/**
 * The engine's online side on {@link OnlineStore}, which is opened by the first that needs it: who
 * loads files only never pays for it.
 */
public final class RocksOnline implements OnlineSide {
  private static final Logger LOG = LoggerFactory.getLogger(RocksOnline.class);

  private final Storage storage;
  private final Path directory;
  private final OnlineMemory memory;
  private final Supplier<OnlineProgress> progress;
  private final Set<UUID> cold = ConcurrentHashMap.newKeySet();
  private volatile @Nullable OnlineStore opened;
  private boolean closed;

  /**
   * Not opened yet.
   *
   * @param storage local files
   * @param directory of this store alone; made when it is first needed
   * @param progress what the metastore knows of it
   */
  public RocksOnline(
      Storage storage, Path directory, OnlineMemory memory, Supplier<OnlineProgress> progress) {
    this.storage = storage;
    this.directory = directory;
    this.memory = memory;
    this.progress = progress;
  }

  /** The store, for who reads from it. SHUTTING_DOWN, STORES_APART. */
  public synchronized OnlineStore store() throws IOException {
    if (closed) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    OnlineStore store = opened;
    if (store == null) {
      boolean isNew = !Files.exists(directory);
      store = OnlineStore.open(storage, directory, memory);
      try {
        requireSameTime(store, isNew, progress.get());
      } catch (IOException | RuntimeException | Error e) {
        store.close();
        throw e;
      }
      opened = store;
    }
    return store;
  }

  /** The store, if it was opened already: does not wait for who opens it. */
  public Optional<OnlineStore> openStore() {
    return Optional.ofNullable(opened);
  }

  /** One of an older backup would lack rows, or do changes twice, and nobody would know. */
  private void requireSameTime(OnlineStore store, boolean isNew, OnlineProgress known)
      throws IOException {
    long last = store.lastApplied();
    if (isNew && known.decided() > 0) {
      LOG.warn("{} is new: what the online sides of tables held before is gone", directory);
      store.settled(known.decided()); // staged files went too: nothing can be done any more
    } else if (last < known.done() || last > known.decided()) {
      throw ErrorCode.STORES_APART.with(
          directory,
          last < known.done()
              ? "its last change is " + last + ", of " + known.done() + " that were done"
              : "its last change is " + last + ", of " + known.decided() + " that were decided");
    }
  }

  @Override
  public Schema checkedSchema(Table table) {
    return OnlineTable.of(table).checkedSchema();
  }

  @Override
  public StoreWriter writer(Load load, int worker, String fileTag) throws IOException {
    OnlineTable table = OnlineTable.of(load.table());
    return store()
        .writer(
            new OnlineWriter.Load(table, load.id(), worker, load.arrivalMicros()),
            fileTag,
            load.putIfAbsent());
  }

  @Override
  public StagedOnline prepare(Load load, List<Staged> staged, String fileTag) throws IOException {
    return store().prepare(load.id(), staged, fileTag, load.putIfAbsent());
  }

  /** Loads that stand together are published together: small ones share one write. */
  @Override
  public List<OnlineDone> apply(List<OnlineChange> changes, Function<UUID, Optional<Table>> tables)
      throws IOException {
    List<OnlineDone> done = new ArrayList<>();
    List<OnlineChange> loads = new ArrayList<>();
    for (OnlineChange change : changes) {
      if (change.kind() == OnlineChange.Kind.LOAD) {
        loads.add(change);
      } else {
        done.addAll(publish(loads, tables));
        loads.clear();
        done.add(remove(change, tables));
      }
    }
    done.addAll(publish(loads, tables));
    return done;
  }

  private List<OnlineDone> publish(List<OnlineChange> loads, Function<UUID, Optional<Table>> tables)
      throws IOException {
    List<OnlineCommit> commits = new ArrayList<>();
    for (OnlineChange load : loads) {
      List<StagedLoad> staged =
          tables
              .apply(load.table())
              .map(table -> List.of(StagedLoad.parse(OnlineTable.of(table), load.text())))
              .orElse(List.of()); // it was dropped meanwhile
      commits.add(new OnlineCommit(load.number(), staged));
    }
    List<OnlineDone> done = new ArrayList<>();
    List<Published> published = commits.isEmpty() ? List.of() : store().publish(commits);
    commits.forEach(commit -> commit.loads().forEach(this::noteCold));
    for (int i = 0; i < loads.size(); i++) {
      done.add(new OnlineDone(loads.get(i), published.get(i).present()));
    }
    return done;
  }

  /** What is written as files is on disk only; a small load is in memory as it is. */
  private void noteCold(StagedLoad load) {
    if (load.bytes() > OnlineStore.Sizes.DEFAULT.smallBytes()) {
      cold.add(load.table().id());
    }
  }

  private OnlineDone remove(OnlineChange change, Function<UUID, Optional<Table>> tables)
      throws IOException {
    long number = change.number();
    long removed = 0;
    switch (change.kind()) {
      case TRUNCATE -> store().truncate(number, change.table());
      case DROP -> store().drop(number, change.table());
      case DELETE -> removed = delete(change, tables.apply(change.table()));
      case LOAD -> throw ErrorCode.BROKEN_INVARIANT.with("a load among removals");
    }
    return new OnlineDone(change, removed);
  }

  private long delete(OnlineChange change, Optional<Table> table) throws IOException {
    if (table.isEmpty()) {
      publish(List.of(change), none -> Optional.empty()); // it was dropped meanwhile
      return 0;
    }
    OnlineDeletion rows = OnlineDeletion.parse(change.text());
    return store()
        .delete(
            change.number(),
            OnlineTable.of(table.get()),
            rows.index(),
            rows.key(),
            rows.from(),
            rows.to(),
            rows.nowMicros());
  }

  @Override
  public void settle(List<OnlineChange> changes) throws IOException {
    for (OnlineChange change : changes) {
      for (String path : paths(change)) {
        storage.delete(path);
      }
    }
    store().settled(changes.get(changes.size() - 1).number());
  }

  private static List<String> paths(OnlineChange change) {
    return change.kind() == OnlineChange.Kind.LOAD ? StagedLoad.paths(change.text()) : List.of();
  }

  @Override
  public void discard(Staged staged) throws IOException {
    for (String path : staged.paths()) {
      storage.delete(path);
    }
  }

  @Override
  public void requireSameTime() throws IOException {
    if (progress.get().decided() > 0) {
      OnlineStore unused = store();
    }
  }

  @Override
  public boolean hasStaged() throws IOException {
    return !storage.list(OnlineStore.staging(directory).toString()).isEmpty();
  }

  @Override
  public void sweep(long deadBefore, List<OnlineChange> pending) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Set<String> kept = new HashSet<>();
    pending.forEach(change -> kept.addAll(paths(change)));
    store().sweep(deadBefore, kept);
  }

  /**
   * Gives back the space of rows that have expired, and of tables that are gone; readers see no
   * change. A store that nobody has used yet is left alone.
   *
   * @param tables those with rows here
   * @param nowMicros clock by which rows expire, in microseconds since 1970-01-01
   */
  public void reclaim(List<Table> tables, long nowMicros) throws IOException {
    OnlineStore store;
    synchronized (this) {
      store = opened;
    }
    if (store == null) {
      return;
    }
    for (Table table : tables) {
      store.reclaim(OnlineTable.of(table), nowMicros);
    }
    int gone = store.reclaimDropped();
    if (gone > 0) {
      LOG.info("Gave back the space of {} tables that were emptied or dropped", gone);
    }
  }

  /** Tables that got rows since this was last asked which are on disk only. */
  public Set<UUID> takeCold() {
    Set<UUID> taken = Set.copyOf(cold);
    cold.removeAll(taken);
    return taken;
  }

  /**
   * Reads rows of tables into the cache, table by table, as long as they fit there; the last of
   * them may be there in part.
   *
   * @param goesOn asked between steps
   * @return tables that are not there as a whole, because the cache is full
   */
  public List<Table> readAhead(List<Table> tables, BooleanSupplier goesOn) throws IOException {
    List<Table> left = new ArrayList<>();
    long most = memory.aheadBytes();
    for (Table table : tables) {
      most -= most > 0 ? store().readAhead(OnlineTable.of(table), most, goesOn) : 0;
      if (most <= 0) {
        left.add(table);
      }
    }
    return left;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
