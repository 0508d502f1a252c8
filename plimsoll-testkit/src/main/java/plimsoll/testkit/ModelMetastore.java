package plimsoll.testkit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Accounts;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.job.Job;
import plimsoll.job.Jobs;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * A metastore in memory that keeps the same contract as the real one. The object is the database: a
 * process that "restarts" goes on with the same object. It can be made to fail, see {@link Watch}.
 */
public final class ModelMetastore implements Metastore {
  private static final Comparator<LoadRecord> NEWEST_FIRST =
      Comparator.comparing((LoadRecord load) -> load.times().started())
          .thenComparing(LoadRecord::id)
          .reversed();

  private final Set<String> databases = new TreeSet<>();
  private final Map<TableName, Table> tables = new HashMap<>();
  private final Map<TableName, String> pointers = new HashMap<>();
  private final Map<LabelKey, Long> labels = new HashMap<>();
  private final Map<Long, LoadRecord> loads = new TreeMap<>();
  private final Map<Long, LoadRecord> forgotten = new HashMap<>();
  private final Map<EpochTable, Touched> touches = new HashMap<>();
  private final ModelAccounts accounts = new ModelAccounts();
  private final ModelJobs jobs = new ModelJobs();
  private final Set<UUID> onlineTables = new HashSet<>();
  private final List<OnlineChange> onlineChanges = new ArrayList<>();
  private long lastEpoch;
  private long lastChange;
  private volatile Watch watch = (call, step) -> {};

  private record LabelKey(String database, String label) {}

  private record EpochTable(long epoch, UUID tableId) {}

  /** Where in a call. */
  public enum Step {
    /** Nothing happened yet, and nothing will if the watch throws. */
    BEFORE,
    /** It happened for good; who throws here hides the answer. */
    AFTER
  }

  /**
   * Stands before and after each call that changes something, and may throw instead of letting it
   * go on: an {@link ErrorCode#METASTORE_FAILED} (only {@link Step#BEFORE}: a call that fails did
   * nothing), an {@link UnknownOutcomeException} at either step, or an error that stands for the
   * death of the process.
   */
  @FunctionalInterface
  public interface Watch {
    /** The call of that method is at that step. */
    void at(String call, Step step);
  }

  /** Every call from now on is watched by this. */
  public void watch(Watch newWatch) {
    this.watch = newWatch;
  }

  /** The next call of that method fails at that step with that failure. */
  public void failNext(String call, Step step, RuntimeException failure) {
    watch =
        (reached, at) -> {
          if (reached.equals(call) && at == step) {
            watch = (others, steps) -> {};
            throw failure;
          }
        };
  }

  /** What another engine does when it commits, or creates a table: nobody is asked. */
  public synchronized void movePointerFromOutside(TableName name, String location) {
    pointers.put(name, location);
  }

  private synchronized void change(String call, Runnable change) {
    watch.at(call, Step.BEFORE);
    change.run();
    watch.at(call, Step.AFTER);
  }

  @Override
  public void createDatabase(String name, Map<String, String> properties) {
    change(
        "createDatabase",
        () -> {
          if (!databases.add(name)) {
            throw ErrorCode.DATABASE_EXISTS.with(name);
          }
        });
  }

  @Override
  public void dropDatabase(String name) {
    change(
        "dropDatabase",
        () -> {
          requireDatabase(name);
          Set<TableName> left = new HashSet<>(tables.keySet());
          left.addAll(pointers.keySet());
          left.removeIf(table -> !table.database().equals(name));
          if (!left.isEmpty()) {
            throw ErrorCode.DATABASE_NOT_EMPTY.with(name, left.size());
          }
          databases.remove(name);
          labels.keySet().removeIf(key -> key.database().equals(name));
          loads.values().removeIf(load -> load.database().equals(name));
        });
  }

  private void requireDatabase(String name) {
    if (!databases.contains(name)) {
      throw ErrorCode.UNKNOWN_DATABASE.with(name, Nearest.sentence(name, databases));
    }
  }

  @Override
  public synchronized List<String> databases() {
    return List.copyOf(databases);
  }

  @Override
  public synchronized boolean databaseExists(String name) {
    return databases.contains(name);
  }

  @Override
  public void createTable(Table table, PointerChange pointer) {
    change(
        "createTable",
        () -> {
          requireFree(table.name());
          add(table, pointer.to());
        });
  }

  private void requireFree(TableName name) {
    requireDatabase(name.database());
    if (tables.containsKey(name) || pointers.containsKey(name)) {
      throw ErrorCode.TABLE_EXISTS.with(name);
    }
  }

  private void add(Table table, String location) {
    tables.put(table.name(), table);
    pointers.put(table.name(), location);
  }

  @Override
  public void dropTable(TableName name, UUID id) {
    change(
        "dropTable",
        () -> {
          if (!isStill(name, id)) {
            throw ErrorCode.UNKNOWN_TABLE.with(name, Nearest.hint(name.table(), names(name)));
          }
          tables.remove(name);
          pointers.remove(name);
          if (onlineTables.remove(id)) {
            record(OnlineChange.of(id, OnlineChange.Kind.DROP, 0, ""));
          }
        });
  }

  @Override
  public void alterTable(Table changed, PointerChange pointer) {
    change(
        "alterTable",
        () -> {
          pointers.putAll(moved(List.of(pointer)));
          tables.put(changed.name(), changed);
        });
  }

  @Override
  public void renameTable(TableName from, Table renamed) {
    change(
        "renameTable",
        () -> {
          requireFree(renamed.name());
          if (!isStill(from, renamed.id())) {
            throw ErrorCode.UNKNOWN_TABLE.with(from, Nearest.hint(from.table(), names(from)));
          }
          tables.remove(from);
          tables.put(renamed.name(), renamed);
          String pointer = pointers.remove(from);
          if (pointer != null) {
            pointers.put(renamed.name(), pointer);
          }
        });
  }

  private boolean isStill(TableName name, UUID id) {
    Table table = tables.get(name);
    return table != null && table.id().equals(id);
  }

  private List<String> names(TableName beside) {
    return tables.keySet().stream()
        .filter(name -> name.database().equals(beside.database()))
        .map(TableName::table)
        .toList();
  }

  @Override
  public synchronized Optional<Table> table(TableName name) {
    return Optional.ofNullable(tables.get(name));
  }

  @Override
  public Optional<Table> remembered(TableName name) {
    return table(name);
  }

  @Override
  public synchronized Optional<Table> table(UUID id) {
    return tables.values().stream().filter(table -> table.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<Table> tables(String database) {
    requireDatabase(database);
    return tables.values().stream()
        .filter(table -> table.name().database().equals(database))
        .sorted(Comparator.comparing(table -> table.name().table()))
        .toList();
  }

  @Override
  public synchronized Optional<String> pointer(Table table) {
    return table(table.name()).filter(now -> now.id().equals(table.id())).isPresent()
        ? pointer(table.name())
        : Optional.empty();
  }

  @Override
  public synchronized Optional<String> pointer(TableName name) {
    return Optional.ofNullable(pointers.get(name));
  }

  @Override
  public synchronized List<String> pointers(int most) {
    return tables.keySet().stream()
        .filter(pointers::containsKey)
        .map(pointers::get)
        .limit(most)
        .toList();
  }

  @Override
  public synchronized long openEpoch() {
    change("openEpoch", () -> lastEpoch++);
    return lastEpoch;
  }

  @Override
  public void touch(Touched touched) {
    change("touch", () -> touches.putIfAbsent(key(touched), touched));
  }

  @Override
  public synchronized List<Touched> touchedBefore(long epoch) {
    return touches.values().stream()
        .filter(touched -> touched.epoch() < epoch)
        .sorted(Comparator.comparingLong(Touched::epoch).thenComparing(Touched::tableId))
        .toList();
  }

  @Override
  public void untouch(Touched touched) {
    change("untouch", () -> touches.remove(key(touched)));
  }

  private static EpochTable key(Touched touched) {
    return new EpochTable(touched.epoch(), touched.tableId());
  }

  @Override
  public void commit(
      List<PointerChange> changes, List<LoadRecord> newLoads, List<OnlineChange> online) {
    change(
        "commit",
        () -> {
          List<PointerChange> created =
              changes.stream().filter(change -> change.from() == null).toList();
          created.forEach(change -> requireFree(change.table().name()));
          Map<TableName, String> moved =
              moved(changes.stream().filter(change -> change.from() != null).toList());
          checkLabels(newLoads);
          requireTables(online);
          pointers.putAll(moved);
          created.forEach(change -> add(change.table(), change.to()));
          Set<Long> waiting = record(online);
          for (LoadRecord load : newLoads) {
            LoadState state = waiting.contains(load.id()) ? LoadState.COMMITTED : LoadState.VISIBLE;
            labels.put(key(load), load.id());
            loads.put(load.id(), stored(load, state));
          }
        });
  }

  /** The loads that wait for those changes. */
  private Set<Long> record(List<OnlineChange> online) {
    Set<Long> waiting = new HashSet<>();
    for (OnlineChange change : online) {
      if (change.kind() == OnlineChange.Kind.LOAD) {
        onlineTables.add(change.table());
      }
      if (onlineTables.contains(change.table())) {
        record(change);
        waiting.add(change.loadId());
      }
    }
    return waiting;
  }

  private void record(OnlineChange change) {
    onlineChanges.add(change.numbered(++lastChange));
  }

  private void requireTables(List<OnlineChange> online) {
    for (OnlineChange change : online) {
      if (table(change.table()).isEmpty()) {
        throw ErrorCode.UNKNOWN_TABLE.with(change.table(), " It was dropped.");
      }
    }
  }

  @Override
  public synchronized boolean hasOnlineSide(UUID table) {
    return onlineTables.contains(table);
  }

  @Override
  public synchronized List<OnlineChange> onlineChanges() {
    return List.copyOf(onlineChanges);
  }

  @Override
  public synchronized OnlineProgress onlineProgress() {
    long done = onlineChanges.isEmpty() ? lastChange : onlineChanges.get(0).number() - 1;
    return new OnlineProgress(done, lastChange);
  }

  @Override
  public void onlineDone(List<OnlineDone> done) {
    change(
        "onlineDone",
        () -> {
          for (OnlineDone one : done) {
            LoadRecord load = loads.get(one.change().loadId());
            if (onlineChanges.removeIf(left -> left.number() == one.change().number())
                && load != null) {
              loads.put(load.id(), stored(load, LoadState.VISIBLE).after(one));
            }
          }
        });
  }

  private Map<TableName, String> moved(List<PointerChange> changes) {
    Map<TableName, String> now = new HashMap<>(pointers);
    for (PointerChange change : changes) {
      TableName name = change.table().name();
      String current = now.get(name);
      if (!isStill(name, change.table().id())
          || current == null
          || !current.equals(change.from())) {
        throw new PointerMovedException(name);
      }
      now.put(name, change.to());
    }
    return now;
  }

  private void checkLabels(List<LoadRecord> newLoads) {
    Set<LabelKey> seen = new HashSet<>(labels.keySet());
    for (LoadRecord load : newLoads) {
      requireDatabase(load.database());
      if (!seen.add(key(load))) {
        throw new LabelTakenException(load.label());
      }
      if (loads.containsKey(load.id())) {
        throw ErrorCode.BROKEN_INVARIANT.with("load id " + load.id() + " is used twice");
      }
    }
  }

  private static LabelKey key(LoadRecord load) {
    return new LabelKey(load.database(), load.label().text());
  }

  /** As it is read back: times are kept to the millisecond. */
  private static LoadRecord stored(LoadRecord load, LoadState state) {
    LoadTimes times = load.times();
    return load.in(
        state,
        load.reason(),
        new LoadTimes(
            millis(times.started()),
            millis(times.finished()),
            times.planMillis(),
            times.readMillis(),
            times.writeMillis(),
            times.commitMillis()));
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void recordAborted(LoadRecord load) {
    change(
        "recordAborted",
        () -> {
          if (databases.contains(load.database())) {
            loads.putIfAbsent(load.id(), stored(load, LoadState.ABORTED));
          }
        });
  }

  @Override
  public synchronized Optional<LoadRecord> load(String database, Label label) {
    Long holder = labels.get(new LabelKey(database, label.text()));
    if (holder != null) {
      return Optional.ofNullable(loads.getOrDefault(holder, forgotten.get(holder)));
    }
    return loads.values().stream()
        .filter(load -> load.database().equals(database))
        .filter(load -> load.label().text().equals(label.text()))
        .min(NEWEST_FIRST);
  }

  @Override
  public synchronized List<LoadRecord> loads(@Nullable String database, int limit) {
    if (database != null) {
      requireDatabase(database);
    }
    List<LoadRecord> found = new ArrayList<>(loads.values());
    found.removeIf(load -> database != null && !load.database().equals(database));
    found.sort(NEWEST_FIRST);
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public synchronized int forgetLoads(Instant endedBefore, int perDatabase, int most) {
    Set<String> open = new HashSet<>();
    for (Job job : jobs.unfinished()) {
      if (job.order().load() != null) {
        open.add(job.order().load().label().text());
      }
    }
    List<LoadRecord> due = new ArrayList<>();
    for (String database : databases) {
      List<LoadRecord> ended = new ArrayList<>(loads.values());
      ended.removeIf(load -> !load.database().equals(database));
      ended.sort(
          Comparator.comparing((LoadRecord load) -> load.times().finished())
              .thenComparing(LoadRecord::id)
              .reversed());
      for (int i = 0; i < ended.size(); i++) {
        LoadRecord load = ended.get(i);
        boolean aged = i >= perDatabase || load.times().finished().isBefore(endedBefore);
        if (aged && !open.contains(load.label().text())) {
          due.add(load);
        }
      }
    }
    List<LoadRecord> now = List.copyOf(due.subList(0, Math.min(most, due.size())));
    change("forgetLoads", () -> now.forEach(this::forget));
    return now.size();
  }

  private void forget(LoadRecord load) {
    loads.remove(load.id());
    if (load.label().generated()) {
      labels.remove(key(load), load.id());
    } else {
      forgotten.put(
          load.id(),
          LoadRecord.forgotten(
              load.id(), load.database(), load.label(), load.kind(), load.times().finished()));
    }
  }

  @Override
  public synchronized Set<String> errorLogs() {
    Set<String> names = new TreeSet<>();
    for (LoadRecord load : loads.values()) {
      if (load.errorLog() != null) {
        names.add(load.errorLog());
      }
    }
    return names;
  }

  /** Nothing is lost: the object is the database. */
  @Override
  public void close() {}
}
