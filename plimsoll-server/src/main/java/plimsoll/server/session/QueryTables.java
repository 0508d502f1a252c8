package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.ResultColumn;
import plimsoll.query.Scan;
import plimsoll.query.ScanRows;
import plimsoll.server.auth.Guard;
import plimsoll.server.schema.InformationSchema;
import plimsoll.server.schema.SessionFacts;
import plimsoll.server.schema.SystemTable;
import plimsoll.server.schema.Viewer;
import plimsoll.sql.query.ColumnOrigin;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.OutputColumn;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.SystemRead;

/**
 * The tables of one query. Each is opened when its name is first looked up, so that the columns the
 * query is checked against are those of the files it reads. Closing lets the files go.
 */
final class QueryTables implements QueryCatalog, AutoCloseable {
  private final Metastore metastore;
  private final TableSnapshots snapshots;
  private final Guard guard;
  private final Viewer viewer;
  private final Map<TableName, TableSnapshots.Snapshot> opened = new HashMap<>();
  private final Map<TableName, List<String>> keys = new HashMap<>();

  QueryTables(SqlServices services, Guard guard, SessionFacts session) {
    this.metastore = services.metastore();
    this.snapshots = services.snapshots();
    this.guard = guard;
    this.viewer = new Viewer(services.sources(), session, guard);
  }

  /** One that may not be seen could be there: what is meant in it is refused then. */
  @Override
  public boolean databaseExists(String database) {
    return SystemDatabase.is(database)
        || !guard.sees(database)
        || metastore.databaseExists(database);
  }

  @Override
  public List<String> databases() {
    return Catalog.withSystem(guard.visible(metastore.databases()));
  }

  @Override
  public List<String> tables(String database) {
    if (SystemDatabase.is(database)) {
      return InformationSchema.tables().stream()
          .map(table -> table.definition().name().table())
          .toList();
    }
    return guard.sees(database)
        ? metastore.tables(database).stream()
            .map(Table::name)
            .filter(guard::sees)
            .map(TableName::table)
            .toList()
        : List.of();
  }

  /** The columns that the table has now, which another engine may have changed. */
  @Override
  public Optional<Schema> columns(TableName name) {
    if (SystemDatabase.is(name.database())) {
      return InformationSchema.table(name.table()).map(SystemTable::schema);
    }
    TableSnapshots.Snapshot known = opened.get(name);
    if (known == null) {
      if (!guard.access().may(Privilege.SELECT, Scope.of(name))) {
        return Optional.empty();
      }
      Optional<Table> table = metastore.table(name);
      if (table.isEmpty()) {
        return Optional.empty();
      }
      guard.require(name, Privilege.SELECT);
      known = snapshots.open(table.get());
      opened.put(name, known);
      keys.put(name, table.get().keys());
    }
    return Optional.of(new Schema(known.scan().columns()));
  }

  @Override
  public void requireReadable(TableName name) {
    if (!SystemDatabase.is(name.database())) {
      guard.require(name, Privilege.SELECT);
    }
  }

  /** What a query over these tables reads; rows of {@code information_schema} are made here. */
  List<Scan> scans(CompiledQuery query) {
    List<Scan> scans = new ArrayList<>();
    for (TableName name : query.tables()) {
      scans.add(scan(name, query));
    }
    return scans;
  }

  /** One of them. */
  Scan scan(TableName name, CompiledQuery query) {
    return SystemDatabase.is(name.database()) ? systemRows(name, query) : snapshot(name).scan();
  }

  private ScanRows systemRows(TableName name, CompiledQuery query) {
    SystemTable table =
        InformationSchema.table(name.table())
            .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, ""));
    SystemRead read = query.systemReads().getOrDefault(name, SystemRead.ALL);
    return new ScanRows(
        new TableName(SystemDatabase.COMPILED_NAME, name.table()),
        table.schema().columns(),
        table.anyCase(),
        table.rows(viewer, read));
  }

  /** A column of a result as clients are told of it: what it is in its table, if it is of one. */
  ResultColumn result(OutputColumn column) {
    ColumnOrigin origin = column.origin();
    if (origin == null) {
      return new ResultColumn(column.name(), column.type());
    }
    return new ResultColumn(
        column.name(),
        column.type(),
        column.nullable(),
        keys.getOrDefault(origin.table(), List.of()).stream()
            .anyMatch(key -> key.equalsIgnoreCase(origin.column())));
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
