package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plimsoll.access.Privilege;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.ScanFiles;
import plimsoll.server.auth.Guard;
import plimsoll.sql.query.QueryCatalog;

/**
 * The tables of one query. Each is opened when its name is first looked up, so that the columns the
 * query is checked against are those of the files it reads. Closing lets the files go.
 */
final class QueryTables implements QueryCatalog, AutoCloseable {
  private final Metastore metastore;
  private final TableSnapshots snapshots;
  private final Guard guard;
  private final Map<TableName, TableSnapshots.Snapshot> opened = new HashMap<>();

  QueryTables(Metastore metastore, TableSnapshots snapshots, Guard guard) {
    this.metastore = metastore;
    this.snapshots = snapshots;
    this.guard = guard;
  }

  /** One that may not be seen could be there: the question for its tables is refused then. */
  @Override
  public boolean databaseExists(String database) {
    return !guard.sees(database) || metastore.databaseExists(database);
  }

  @Override
  public List<String> databases() {
    return guard.visible(metastore.databases());
  }

  @Override
  public List<String> tables(String database) {
    return guard.sees(database)
        ? metastore.tables(database).stream()
            .map(Table::name)
            .filter(guard::sees)
            .map(TableName::table)
            .toList()
        : List.of();
  }

  /**
   * The columns that the table has now, which another engine may have changed. ACCESS_DENIED
   * without SELECT, whether or not there is such a table.
   */
  @Override
  public Optional<Schema> columns(TableName name) {
    TableSnapshots.Snapshot known = opened.get(name);
    if (known == null) {
      guard.require(name, Privilege.SELECT);
      Optional<Table> table = metastore.table(name);
      if (table.isEmpty()) {
        return Optional.empty();
      }
      known = snapshots.open(table.get());
      opened.put(name, known);
    }
    return Optional.of(new Schema(known.scan().columns()));
  }

  /** What a query over these tables reads. */
  List<ScanFiles> scans(List<TableName> names) {
    List<ScanFiles> scans = new ArrayList<>();
    for (TableName name : names) {
      scans.add(snapshot(name).scan());
    }
    return scans;
  }

  /** A table that was looked up. */
  TableSnapshots.Snapshot snapshot(TableName name) {
    TableSnapshots.Snapshot snapshot = opened.get(name);
    if (snapshot == null) {
      throw ErrorCode.BROKEN_INVARIANT.with(name + " is read without having been looked up");
    }
    return snapshot;
  }

  /** Rows in their files. */
  long rows() {
    return opened.values().stream().mapToLong(TableSnapshots.Snapshot::rows).sum();
  }

  /** Bytes of their files. */
  long bytes() {
    return opened.values().stream().mapToLong(TableSnapshots.Snapshot::bytes).sum();
  }

  @Override
  public void close() {
    opened.values().forEach(TableSnapshots.Snapshot::close);
  }
}
