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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
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
  private final Storage storage;
  private final Path directory;
  private final OnlineMemory memory;
  private @Nullable OnlineStore opened;
  private boolean closed;

  /**
   * Not opened yet.
   *
   * @param storage local files
   * @param directory of this store alone; made when it is first needed
   */
  public RocksOnline(Storage storage, Path directory, OnlineMemory memory) {
    this.storage = storage;
    this.directory = directory;
    this.memory = memory;
  }

  /** The store, for who reads from it. SHUTTING_DOWN. */
  public synchronized OnlineStore store() throws IOException {
    if (closed) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    OnlineStore store = opened;
    if (store == null) {
      store = OnlineStore.open(storage, directory, memory);
      opened = store;
    }
    return store;
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
        done.add(end(change));
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
    for (int i = 0; i < loads.size(); i++) {
      done.add(new OnlineDone(loads.get(i), published.get(i).added(), published.get(i).present()));
    }
    return done;
  }

  private OnlineDone end(OnlineChange change) throws IOException {
    switch (change.kind()) {
      case TRUNCATE -> store().truncate(change.number(), change.table());
      case DROP -> store().drop(change.number(), change.table());
      default -> throw ErrorCode.BROKEN_INVARIANT.with("an online change of kind " + change.kind());
    }
    return new OnlineDone(change, 0, 0);
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
  public void sweep(long deadBefore, List<OnlineChange> pending) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Set<String> kept = new HashSet<>();
    pending.forEach(change -> kept.addAll(paths(change)));
    store().sweep(deadBefore, kept);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
