package plimsoll.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.StagedOnline;
import plimsoll.pipeline.write.StoreWriter;

/**
 * An online side in memory: rows are text, and what is staged has a name. The object is the
 * database: a process that "restarts" goes on with the same object. It can be told to fail.
 */
public final class ModelOnline implements OnlineSide {
  private final Map<String, List<String>> staged = new TreeMap<>();
  private final Map<UUID, List<String>> rows = new ConcurrentHashMap<>();
  private final Map<Long, OnlineDone> applied = new TreeMap<>();
  private volatile @Nullable IOException failure;
  private volatile Runnable beforeApplying = () -> {};

  /** Makes {@link #apply} fail until told null. */
  public void failApplying(@Nullable IOException newFailure) {
    failure = newFailure;
  }

  /** Runs that at the beginning of each {@link #apply}, on its thread. */
  public void beforeApplying(Runnable work) {
    beforeApplying = work;
  }

  /** Rows that readers see, in the order they came. */
  public synchronized List<String> rows(Table table) {
    return List.copyOf(rows.getOrDefault(table.id(), List.of()));
  }

  /** Names of what is staged. */
  public synchronized Set<String> staged() {
    return new TreeSet<>(staged.keySet());
  }

  @Override
  public Schema checkedSchema(Table table) {
    return table.schema();
  }

  @Override
  public StoreWriter writer(Load load, int worker, String fileTag) {
    return new Writer(load.table(), fileTag);
  }

  private record Rows(Table table, long rows, List<String> paths) implements Staged {
    @Override
    public long bytes() {
      return rows;
    }
  }

  private record Prepared(Rows of, boolean putIfAbsent) implements StagedOnline {
    @Override
    public long late() {
      return 0; // nothing expires here
    }

    @Override
    public String text() {
      return putIfAbsent + " " + String.join(" ", of.paths());
    }

    @Override
    public Table table() {
      return of.table();
    }

    @Override
    public long rows() {
      return of.rows();
    }

    @Override
    public long bytes() {
      return of.bytes();
    }

    @Override
    public List<String> paths() {
      return of.paths();
    }
  }

  private final class Writer implements StoreWriter {
    private final Table table;
    private final String name;
    private final List<String> held = new ArrayList<>();

    Writer(Table table, String name) {
      this.table = table;
      this.name = name;
    }

    @Override
    public void write(Batch batch) {
      for (int row = 0; row < batch.rows(); row++) {
        held.add(RowText.of(batch, row));
      }
    }

    @Override
    public long bufferedBytes() {
      return 0;
    }

    @Override
    public void flush() {}

    @Override
    public Staged finish(Pressure pressure) {
      synchronized (ModelOnline.this) {
        staged.put(name, List.copyOf(held));
      }
      return new Rows(table, held.size(), List.of(name));
    }

    @Override
    public void close() {}
  }

  @Override
  public StagedOnline prepare(Load load, List<Staged> workers, String fileTag) {
    List<String> names = workers.stream().flatMap(one -> one.paths().stream()).toList();
    long count = workers.stream().mapToLong(Staged::rows).sum();
    return new Prepared(new Rows(load.table(), count, names), load.putIfAbsent());
  }

  @Override
  public List<OnlineDone> apply(List<OnlineChange> changes, Function<UUID, Optional<Table>> tables)
      throws IOException {
    beforeApplying.run();
    return applyAll(changes, tables);
  }

  private synchronized List<OnlineDone> applyAll(
      List<OnlineChange> changes, Function<UUID, Optional<Table>> tables) throws IOException {
    List<OnlineDone> done = new ArrayList<>();
    for (OnlineChange change : changes) {
      if (failure != null) {
        throw failure;
      }
      if (!applied.containsKey(change.number())) {
        applied.put(change.number(), applyOnce(change, tables));
      }
      done.add(applied.get(change.number()));
    }
    return done;
  }

  private OnlineDone applyOnce(OnlineChange change, Function<UUID, Optional<Table>> tables) {
    if (change.kind() != OnlineChange.Kind.LOAD) {
      rows.remove(change.table());
      return new OnlineDone(change, 0);
    }
    if (tables.apply(change.table()).isEmpty()) {
      return new OnlineDone(change, 0);
    }
    boolean putIfAbsent = Boolean.parseBoolean(change.text().split(" ")[0]);
    List<String> there = rows.computeIfAbsent(change.table(), any -> new ArrayList<>());
    Set<String> known = new HashSet<>(there);
    long present = 0;
    for (String name : names(change)) {
      for (String row : Objects.requireNonNull(staged.get(name), name)) {
        if (putIfAbsent && !known.add(row)) {
          present++;
        } else {
          there.add(row);
        }
      }
    }
    return new OnlineDone(change, present);
  }

  private static List<String> names(OnlineChange change) {
    return change.kind() == OnlineChange.Kind.LOAD
        ? List.of(change.text().split(" ")).subList(1, change.text().split(" ").length)
        : List.of();
  }

  @Override
  public synchronized void settle(List<OnlineChange> changes) {
    changes.forEach(change -> names(change).forEach(staged::remove));
  }

  @Override
  public synchronized void discard(Staged files) {
    files.paths().forEach(staged::remove);
  }

  @Override
  public void requireSameTime() {}

  @Override
  public synchronized boolean hasStaged() {
    return !staged.isEmpty();
  }

  @Override
  public synchronized void sweep(long deadBefore, List<OnlineChange> pending) {
    Set<String> kept = new HashSet<>();
    pending.forEach(change -> kept.addAll(names(change)));
    staged
        .keySet()
        .removeIf(
            name ->
                !kept.contains(name)
                    && Long.parseLong(name.substring(0, name.indexOf('-'))) < deadBefore);
  }

  /** Nothing is lost: the object is the database. */
  @Override
  public void close() {}
}
