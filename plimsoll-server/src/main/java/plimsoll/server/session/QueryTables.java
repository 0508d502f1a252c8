package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plimsoll.commit.Metastore;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.ScanFiles;

/**
 * The tables of one query. Each is opened when its name is first looked up, so that the columns the
 * query is checked against are those of the files it reads. Closing lets the files go.
 */
final class QueryTables implements AutoCloseable {
  private final Metastore metastore;
  private final TableSnapshots snapshots;
  private final Map<TableName, Opened> opened = new HashMap<>();

  private record Opened(Table table, TableSnapshots.Snapshot snapshot) {}

  QueryTables(Metastore metastore, TableSnapshots snapshots) {
    this.metastore = metastore;
    this.snapshots = snapshots;
  }

  /** The table with the columns that it has now, which another engine may have changed. */
  Optional<Table> find(TableName name) {
    Opened known = opened.get(name);
    if (known == null) {
      Optional<Table> table = metastore.table(name);
      if (table.isEmpty()) {
        return Optional.empty();
      }
      known = open(table.get());
      opened.put(name, known);
    }
    return Optional.of(known.table());
  }

  private Opened open(Table table) {
    TableSnapshots.Snapshot snapshot = snapshots.open(table);
    Schema current = new Schema(snapshot.scan().columns());
    Table seen =
        new Table(
            table.id(), table.name(), current, table.keyKind(), table.keys(), table.partitioning(),
            table.comment(), table.properties());
    return new Opened(seen, snapshot);
  }

  /** All tables that were found. */
  List<ScanFiles> scans() {
    List<ScanFiles> scans = new ArrayList<>();
    opened.values().forEach(table -> scans.add(table.snapshot().scan()));
    return scans;
  }

  /** Rows in their files. */
  long rows() {
    return opened.values().stream().mapToLong(table -> table.snapshot().rows()).sum();
  }

  /** Bytes of their files. */
  long bytes() {
    return opened.values().stream().mapToLong(table -> table.snapshot().bytes()).sum();
  }

  @Override
  public void close() {
    opened.values().forEach(table -> table.snapshot().close());
  }
}
