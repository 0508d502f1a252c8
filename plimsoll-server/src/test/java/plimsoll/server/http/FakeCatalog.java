package plimsoll.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import plimsoll.commit.Metastore;
import plimsoll.commit.PointerChange;
import plimsoll.error.ErrorCode;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** A catalog in memory: what the front end reads of it; nothing commits here. */
final class FakeCatalog implements Metastore {
  private final Map<String, List<Table>> databases = new TreeMap<>();
  final List<LoadRecord> loads = new CopyOnWriteArrayList<>();

  FakeCatalog with(String database, Table... tables) {
    databases.put(database, List.of(tables));
    return this;
  }

  @Override
  public List<String> databases() {
    return List.copyOf(databases.keySet());
  }

  @Override
  public boolean databaseExists(String name) {
    return databases.containsKey(name);
  }

  @Override
  public Optional<Table> table(TableName name) {
    return databases.getOrDefault(name.database(), List.of()).stream()
        .filter(table -> table.name().equals(name))
        .findFirst();
  }

  @Override
  public List<Table> tables(String database) {
    if (!databaseExists(database)) {
      throw ErrorCode.UNKNOWN_DATABASE.with(database, "");
    }
    return databases.get(database);
  }

  @Override
  public Optional<LoadRecord> load(String database, Label label) {
    List<LoadRecord> found =
        loads.stream()
            .filter(load -> load.database().equals(database))
            .filter(load -> load.label().text().equals(label.text()))
            .toList();
    return found.stream()
        .filter(load -> load.state() != LoadState.ABORTED)
        .findFirst()
        .or(() -> found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1)));
  }

  @Override
  public List<LoadRecord> loads(String database, int limit) {
    List<LoadRecord> newestFirst = new ArrayList<>(loads);
    java.util.Collections.reverse(newestFirst);
    return newestFirst.stream()
        .filter(load -> database == null || database.equals(load.database()))
        .limit(limit)
        .toList();
  }

  @Override
  public void createDatabase(String name, Map<String, String> properties) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dropDatabase(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createTable(Table table, PointerChange pointer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dropTable(TableName name, UUID id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> pointer(TableName name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long openEpoch() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void touch(Touched touched) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Touched> touchedBefore(long epoch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void untouch(Touched touched) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void commit(List<PointerChange> pointers, List<LoadRecord> records) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void recordAborted(LoadRecord load) {
    loads.add(load);
  }

  @Override
  public void close() {}
}
