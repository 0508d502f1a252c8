package plimsoll.testkit.crash;

import java.io.IOException;
import java.time.Instant;
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
import plimsoll.job.Jobs;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * A metastore with two boundaries around each change: not yet, and already. A failure before means
 * that nothing happened. A failure after a commit is an unknown outcome, and from then on the
 * metastore cannot be reached: the hardest case for whoever asks what came of it.
 */
public final class BoundaryMetastore implements Metastore {
  private final Metastore metastore;
  private final Boundaries boundaries;
  private boolean unreachable;

  /** Numbers the changes of {@code metastore}. */
  public BoundaryMetastore(Metastore metastore, Boundaries boundaries) {
    this.metastore = metastore;
    this.boundaries = boundaries;
  }

  private void change(String what, Object object, Runnable change) {
    before(what, object);
    change.run();
    boundaries.reach("done: " + what + " " + object);
  }

  private void before(String what, Object object) {
    checkReachable();
    try {
      boundaries.reach(what, object.toString(), false);
    } catch (IOException e) {
      throw ErrorCode.METASTORE_FAILED.because(e, e.getMessage());
    }
  }

  private void checkReachable() {
    boundaries.checkAlive();
    if (unreachable) {
      throw ErrorCode.METASTORE_FAILED.with("connection lost");
    }
  }

  @Override
  public void commit(
      List<PointerChange> pointers, List<LoadRecord> loads, List<OnlineChange> online) {
    Object what =
        loads.stream().map(LoadRecord::label).toList()
            + " "
            + pointers.stream().map(change -> change.table().name()).toList();
    before("commit", what);
    metastore.commit(pointers, loads, online);
    try {
      boundaries.reach("done: commit", what.toString(), false);
    } catch (IOException e) {
      unreachable = true;
      throw new UnknownOutcomeException(e);
    }
  }

  @Override
  public void createDatabase(String name, Map<String, String> properties) {
    change("createDatabase", name, () -> metastore.createDatabase(name, properties));
  }

  @Override
  public void dropDatabase(String name) {
    change("dropDatabase", name, () -> metastore.dropDatabase(name));
  }

  @Override
  public void createTable(Table table, PointerChange pointer) {
    change("createTable", table.name(), () -> metastore.createTable(table, pointer));
  }

  @Override
  public void dropTable(TableName name, UUID id) {
    change("dropTable", name, () -> metastore.dropTable(name, id));
  }

  @Override
  public void alterTable(Table changed, PointerChange pointer) {
    before("alterTable", changed.name());
    metastore.alterTable(changed, pointer);
    try {
      boundaries.reach("done: alterTable", changed.name().toString(), false);
    } catch (IOException e) {
      unreachable = true;
      throw new UnknownOutcomeException(e);
    }
  }

  @Override
  public void renameTable(TableName from, Table renamed) {
    change("renameTable", from, () -> metastore.renameTable(from, renamed));
  }

  @Override
  public long openEpoch() {
    before("openEpoch", "");
    long epoch = metastore.openEpoch();
    boundaries.reach("done: openEpoch " + epoch);
    return epoch;
  }

  @Override
  public void touch(Touched touched) {
    change("touch", touched.table(), () -> metastore.touch(touched));
  }

  @Override
  public void untouch(Touched touched) {
    change("untouch", touched.table(), () -> metastore.untouch(touched));
  }

  @Override
  public void recordAborted(LoadRecord load) {
    change("recordAborted", load.label(), () -> metastore.recordAborted(load));
  }

  @Override
  public int forgetLoads(Instant endedBefore, int perDatabase, int most) {
    before("forgetLoads", endedBefore);
    int forgotten = metastore.forgetLoads(endedBefore, perDatabase, most);
    boundaries.reach("done: forgetLoads " + endedBefore);
    return forgotten;
  }

  @Override
  public Set<String> errorLogs() {
    checkReachable();
    return metastore.errorLogs();
  }

  @Override
  public List<String> databases() {
    checkReachable();
    return metastore.databases();
  }

  @Override
  public boolean databaseExists(String name) {
    checkReachable();
    return metastore.databaseExists(name);
  }

  @Override
  public Optional<Table> table(TableName name) {
    checkReachable();
    return metastore.table(name);
  }

  @Override
  public Optional<Table> remembered(TableName name) {
    return metastore.remembered(name);
  }

  @Override
  public Optional<Table> table(UUID id) {
    checkReachable();
    return metastore.table(id);
  }

  @Override
  public boolean hasOnlineSide(UUID table) {
    checkReachable();
    return metastore.hasOnlineSide(table);
  }

  @Override
  public List<OnlineChange> onlineChanges() {
    checkReachable();
    return metastore.onlineChanges();
  }

  @Override
  public OnlineProgress onlineProgress() {
    checkReachable();
    return metastore.onlineProgress();
  }

  @Override
  public void onlineDone(List<OnlineDone> done) {
    change(
        "onlineDone",
        done.stream().map(one -> one.change().number()).toList(),
        () -> metastore.onlineDone(done));
  }

  @Override
  public List<Table> tables(String database) {
    checkReachable();
    return metastore.tables(database);
  }

  @Override
  public Optional<String> pointer(Table table) {
    checkReachable();
    return metastore.pointer(table);
  }

  @Override
  public Optional<String> pointer(TableName name) {
    checkReachable();
    return metastore.pointer(name);
  }

  @Override
  public List<String> pointers(int most) {
    checkReachable();
    return metastore.pointers(most);
  }

  @Override
  public List<Touched> touchedBefore(long epoch) {
    checkReachable();
    return metastore.touchedBefore(epoch);
  }

  @Override
  public Optional<LoadRecord> load(String database, Label label) {
    checkReachable();
    return metastore.load(database, label);
  }

  @Override
  public List<LoadRecord> loads(@Nullable String database, int limit) {
    checkReachable();
    return metastore.loads(database, limit);
  }

  @Override
  public List<LoadRecord> findLoads(LoadFilter filter, int limit) {
    checkReachable();
    return metastore.findLoads(filter, limit);
  }

  @Override
  public Accounts accounts() {
    return metastore.accounts();
  }

  @Override
  public Jobs jobs() {
    return metastore.jobs();
  }

  @Override
  public void close() {
    metastore.close();
  }
}
