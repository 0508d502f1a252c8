package plimsoll.metastore;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Accounts;
import plimsoll.commit.LoadFilter;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.job.Jobs;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** The metastore over JDBC: each method is one transaction. */
final class JdbcMetastore implements Metastore {
  private final Sessions sessions;
  private final Clock clock;
  private final Runnable closing;
  private final KnownTables known = new KnownTables();

  /** Over a database that has all migrations; {@code closing} ends its connections. */
  JdbcMetastore(Sessions sessions, Clock clock, Runnable closing) {
    this.sessions = sessions;
    this.clock = clock;
    this.closing = closing;
  }

  @Override
  public void createDatabase(String name, Map<String, String> properties) {
    sessions.change(tx -> new DatabaseRows(tx).create(name, properties, clock.millis()));
  }

  @Override
  public void dropDatabase(String name) {
    sessions.change(tx -> new DatabaseRows(tx).drop(name));
  }

  @Override
  public List<String> databases() {
    return sessions.read(tx -> new DatabaseRows(tx).names());
  }

  @Override
  public boolean databaseExists(String name) {
    return sessions.read(tx -> new DatabaseRows(tx).id(name).isPresent());
  }

  @Override
  public void createTable(Table table, PointerChange pointer) {
    sessions.change(tx -> create(tx, table, pointer.to()));
  }

  private void create(Transaction tx, Table table, String location) throws SQLException {
    TableName name = table.name();
    long databaseId = new DatabaseRows(tx).require(name.database());
    requireFree(tx, databaseId, name);
    new TableRows(tx).insert(databaseId, table, clock.millis());
    new PointerRows(tx).insert(name, location);
  }

  private static void requireFree(Transaction tx, long databaseId, TableName name)
      throws SQLException {
    if (new TableRows(tx).exists(databaseId, name.table()) || new PointerRows(tx).exists(name)) {
      throw ErrorCode.TABLE_EXISTS.with(name);
    }
  }

  @Override
  public void dropTable(TableName name, UUID id) {
    changeTables(
        tx -> {
          if (!new TableRows(tx).delete(name.database(), name.table(), id)) {
            throw ErrorCode.UNKNOWN_TABLE.with(name, hint(tx, name));
          }
          new PointerRows(tx).delete(name);
          new OnlineChangeRows(tx).drop(id);
        });
  }

  @Override
  public void alterTable(Table changed, PointerChange pointer) {
    changeTables(
        tx -> {
          new PointerRows(tx).swap(List.of(pointer));
          new TableRows(tx).replace(changed);
        });
  }

  @Override
  public void renameTable(TableName from, Table renamed) {
    changeTables(
        tx -> {
          TableName to = renamed.name();
          requireFree(tx, new DatabaseRows(tx).require(to.database()), to);
          if (!new TableRows(tx).rename(from, renamed)) {
            throw ErrorCode.UNKNOWN_TABLE.with(from, hint(tx, from));
          }
          new TableRows(tx).replace(renamed);
          new PointerRows(tx).rename(from, to);
        });
  }

  /** Of tables that were there before: only those may be known. */
  private void changeTables(Sessions.Task task) {
    known.change(() -> sessions.change(task));
  }

  private static String hint(Transaction tx, TableName name) throws SQLException {
    Optional<Long> databaseId = new DatabaseRows(tx).id(name.database());
    return databaseId.isEmpty()
        ? ""
        : Nearest.hint(name.table(), new TableRows(tx).names(databaseId.get()));
  }

  @Override
  public Optional<Table> table(TableName name) {
    return known.find(name, () -> read(name));
  }

  @Override
  public Optional<Table> remembered(TableName name) {
    return known.remembered(name);
  }

  private Optional<Table> read(TableName name) {
    return sessions.read(
        tx -> {
          Optional<Long> databaseId = new DatabaseRows(tx).id(name.database());
          return databaseId.isEmpty()
              ? Optional.empty()
              : TableReader.ofTable(tx, name, databaseId.get()).read().stream().findFirst();
        });
  }

  @Override
  public Optional<Table> table(UUID id) {
    return sessions.read(
        tx -> {
          Optional<TableName> name = new TableRows(tx).name(id);
          return name.isEmpty()
              ? Optional.empty()
              : TableReader.ofTable(
                      tx, name.get(), new DatabaseRows(tx).require(name.get().database()))
                  .read()
                  .stream()
                  .findFirst();
        });
  }

  @Override
  public List<Table> tables(String database) {
    return sessions.read(
        tx -> TableReader.ofDatabase(tx, database, new DatabaseRows(tx).require(database)).read());
  }

  @Override
  public Optional<String> pointer(TableName name) {
    return sessions.read(tx -> new PointerRows(tx).find(name));
  }

  @Override
  public Optional<String> pointer(Table table) {
    return sessions.read(tx -> new PointerRows(tx).find(table));
  }

  @Override
  public List<String> pointers(int most) {
    return sessions.read(tx -> new PointerRows(tx).some(most));
  }

  @Override
  public long openEpoch() {
    long epoch = sessions.write(tx -> new EpochRows(tx).open(clock.millis()));
    sessions.writeOnlyIn(epoch);
    return epoch;
  }

  @Override
  public void touch(Touched touched) {
    sessions.change(tx -> new EpochRows(tx).touch(touched));
  }

  @Override
  public List<Touched> touchedBefore(long epoch) {
    return sessions.read(tx -> new EpochRows(tx).touchedBefore(epoch));
  }

  @Override
  public void untouch(Touched touched) {
    sessions.change(tx -> new EpochRows(tx).untouch(touched));
  }

  @Override
  public void commit(
      List<PointerChange> pointers, List<LoadRecord> loads, List<OnlineChange> online) {
    sessions.change(
        tx -> {
          for (PointerChange change : pointers) {
            if (change.from() == null) {
              create(tx, change.table(), change.to());
            }
          }
          new PointerRows(tx).swap(pointers.stream().filter(p -> p.from() != null).toList());
          Map<String, Long> databaseIds = databaseIds(tx, loads);
          new LabelRows(tx).take(loads, databaseIds);
          Set<Long> waiting = online.isEmpty() ? Set.of() : new OnlineChangeRows(tx).record(online);
          int[] added =
              new LoadRows(tx)
                  .insert(
                      loads,
                      load -> waiting.contains(load.id()) ? LoadState.COMMITTED : LoadState.VISIBLE,
                      databaseIds);
          requireNew(loads, added);
        });
  }

  private static Map<String, Long> databaseIds(Transaction tx, List<LoadRecord> loads)
      throws SQLException {
    DatabaseRows databases = new DatabaseRows(tx);
    Map<String, Long> ids = new HashMap<>();
    for (LoadRecord load : loads) {
      if (!ids.containsKey(load.database())) {
        ids.put(load.database(), databases.require(load.database()));
      }
    }
    return ids;
  }

  private static void requireNew(List<LoadRecord> loads, int[] added) {
    for (int i = 0; i < added.length; i++) {
      if (added[i] != 1) {
        throw ErrorCode.BROKEN_INVARIANT.with("load id " + loads.get(i).id() + " is used twice");
      }
    }
  }

  @Override
  public boolean hasOnlineSide(UUID table) {
    return sessions.read(tx -> new OnlineChangeRows(tx).isOnline(table));
  }

  @Override
  public List<OnlineChange> onlineChanges() {
    return sessions.read(tx -> new OnlineChangeRows(tx).all());
  }

  @Override
  public OnlineProgress onlineProgress() {
    return sessions.read(tx -> new OnlineChangeRows(tx).progress());
  }

  @Override
  public void onlineDone(List<OnlineDone> done) {
    sessions.change(tx -> new OnlineChangeRows(tx).done(done));
  }

  @Override
  public void recordAborted(LoadRecord load) {
    sessions.change(
        tx -> {
          Optional<Long> databaseId = new DatabaseRows(tx).id(load.database());
          if (databaseId.isPresent()) {
            new LoadRows(tx)
                .insert(
                    List.of(load),
                    aborted -> LoadState.ABORTED,
                    Map.of(load.database(), databaseId.get()));
          }
        });
  }

  @Override
  public Optional<LoadRecord> load(String database, Label label) {
    return sessions.read(
        tx -> {
          Optional<Long> databaseId = new DatabaseRows(tx).id(database);
          return databaseId.isEmpty()
              ? Optional.empty()
              : load(tx, databaseId.get(), database, label);
        });
  }

  private static Optional<LoadRecord> load(
      Transaction tx, long databaseId, String database, Label label) throws SQLException {
    LoadRows loads = new LoadRows(tx);
    Optional<LabelRows.Holder> holder = new LabelRows(tx).holder(databaseId, label);
    if (holder.isEmpty()) {
      return loads.lastAborted(databaseId, label);
    }
    Optional<LoadRecord> record = loads.byId(holder.get().loadId());
    return record.isPresent() ? record : holder.map(row -> forgotten(row, database, label));
  }

  private static LoadRecord forgotten(LabelRows.Holder holder, String database, Label label) {
    return LoadRecord.forgotten(
        holder.loadId(),
        database,
        new Label(label.text(), holder.generated()),
        holder.kind(),
        holder.finished());
  }

  @Override
  public List<LoadRecord> loads(@Nullable String database, int limit) {
    return sessions.read(
        tx -> {
          LoadRows loads = new LoadRows(tx);
          return database == null
              ? loads.newest(limit)
              : loads.newest(new DatabaseRows(tx).require(database), limit);
        });
  }

  @Override
  public List<LoadRecord> findLoads(LoadFilter filter, int limit) {
    return sessions.read(
        tx -> {
          Long databaseId = null;
          if (filter.database() != null) {
            Optional<Long> found = new DatabaseRows(tx).id(filter.database());
            if (found.isEmpty()) {
              return List.of();
            }
            databaseId = found.get();
          }
          return new LoadRows(tx).newest(databaseId, filter, limit);
        });
  }

  @Override
  public Accounts accounts() {
    return new JdbcAccounts(sessions, clock);
  }

  @Override
  public Jobs jobs() {
    return new JdbcJobs(sessions);
  }

  @Override
  public int forgetLoads(Instant endedBefore, int perDatabase, int most) {
    List<LoadRows.Due> due = sessions.read(tx -> due(tx, endedBefore, perDatabase, most));
    if (!due.isEmpty()) {
      sessions.change(
          tx -> {
            new LabelRows(tx).release(due);
            new LoadRows(tx).delete(due);
          });
    }
    return due.size();
  }

  private static List<LoadRows.Due> due(
      Transaction tx, Instant endedBefore, int perDatabase, int most) throws SQLException {
    List<LoadRows.Due> due = new ArrayList<>();
    for (long database : new DatabaseRows(tx).ids()) {
      due.addAll(new LoadRows(tx).due(database, endedBefore, perDatabase, most - due.size()));
      if (due.size() >= most) {
        break;
      }
    }
    return due;
  }

  @Override
  public Set<String> errorLogs() {
    return sessions.read(tx -> new LoadRows(tx).errorLogs());
  }

  @Override
  public void close() {
    closing.run();
  }
}
