package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Lenience;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.ResultColumn;
import plimsoll.query.Scan;
import plimsoll.query.ScanFiles;
import plimsoll.query.ScanRows;
import plimsoll.server.auth.Guard;
import plimsoll.server.scan.ScanLimit;
import plimsoll.server.scan.ScannedRows;
import plimsoll.server.schema.InformationSchema;
import plimsoll.server.schema.SessionFacts;
import plimsoll.server.schema.SystemTable;
import plimsoll.server.schema.Viewer;
import plimsoll.sql.query.ColumnOrigin;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.OutputColumn;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.TableRead;

/**
 * The tables of one query. Each is opened when its name is first looked up, so that the columns the
 * query is checked against are those of the files it reads. Closing lets the files go.
 */
final class QueryTables implements QueryCatalog, AutoCloseable {
  private final Metastore metastore;
  private final TableSnapshots snapshots;
  private final Guard guard;
  private final Viewer viewer;
  private final boolean online;
  private final ScanLimit limit;
  private final SqlServices services;
  private final Map<TableName, TableSnapshots.Snapshot> opened = new HashMap<>();
  private final Map<TableName, Table> named = new HashMap<>();
  private final Map<TableName, ScannedRows> linked = new HashMap<>(); // the same all the statement
  private final List<ScannedRows> scanned = new ArrayList<>();

  /**
   * Tables for one query.
   *
   * @param online whether as their online side has them; else as their files do
   * @param limit ends the reading of what is in no files of theirs
   */
  QueryTables(
      SqlServices services, Guard guard, SessionFacts session, boolean online, ScanLimit limit) {
    this.services = services;
    this.limit = limit;
    this.metastore = services.metastore();
    this.snapshots = services.snapshots();
    this.guard = guard;
    this.online = online;
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
    Table table = named.get(name);
    if (table == null) {
      if (!guard.access().may(Privilege.SELECT, Scope.of(name))) {
        return Optional.empty();
      }
      Optional<Table> found = metastore.table(name);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      guard.require(name, Privilege.SELECT);
      table = found.get();
      if (!online) {
        opened.put(name, snapshots.open(table));
      }
      named.put(name, table);
    }
    return Optional.of(online ? table.schema() : new Schema(snapshot(name).scan().columns()));
  }

  /** Opens a table's files as they are now, before a query names it. */
  void hold(Table table) {
    opened.put(table.name(), snapshots.open(table));
    named.put(table.name(), table);
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
    if (SystemDatabase.is(name.database())) {
      return systemRows(name, query);
    }
    Table table = named.get(name);
    if (table == null) {
      throw notLookedUp(name);
    }
    return online ? onlineRows(table, query) : fileRows(table);
  }

  private ScanFiles onlineRows(Table table, CompiledQuery query) {
    TableRead read = query.reads().getOrDefault(table.name(), TableRead.ALL);
    ScannedRows rows = services.onlineScans().open(table, read, limit);
    scanned.add(rows);
    return ScanFiles.of(table.name(), table.schema().columns(), rows.files());
  }

  private ScanFiles fileRows(Table table) {
    TableSnapshots.Snapshot snapshot = snapshot(table.name());
    if (snapshot.links().isEmpty()) {
      return snapshot.scan();
    }
    ScannedRows rows = linked.get(table.name());
    if (rows == null) {
      rows =
          services
              .linkScans()
              .open(table, snapshot.links(), new ServerFiles(services)::matching, limit);
      scanned.add(rows);
      linked.put(table.name(), rows);
    }
    return snapshot.scan().with(rows.files());
  }

  /** What was let pass in the files of soft links; columns are named with their tables. */
  Lenience lenience() {
    Lenience all = Lenience.NONE;
    for (Map.Entry<TableName, ScannedRows> one : linked.entrySet()) {
      all = all.plus(one.getValue().lenience().of(one.getKey()));
    }
    return all;
  }

  private ScanRows systemRows(TableName name, CompiledQuery query) {
    SystemTable table =
        InformationSchema.table(name.table())
            .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, ""));
    TableRead read = query.reads().getOrDefault(name, TableRead.ALL);
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
        isKey(named.get(origin.table()), origin.column()));
  }

  private static boolean isKey(@Nullable Table table, String column) {
    return table != null && table.keys().stream().anyMatch(key -> key.equalsIgnoreCase(column));
  }

  /** A table that was looked up. */
  TableSnapshots.Snapshot snapshot(TableName name) {
    TableSnapshots.Snapshot snapshot = opened.get(name);
    if (snapshot == null) {
      throw notLookedUp(name);
    }
    return snapshot;
  }

  private static PlimsollException notLookedUp(TableName name) {
    return ErrorCode.BROKEN_INVARIANT.with(name + " is read without having been looked up");
  }

  /** Rows in their files. */
  long rows() {
    return opened.values().stream().mapToLong(TableSnapshots.Snapshot::rows).sum()
        + scanned.stream().mapToLong(ScannedRows::rows).sum();
  }

  /** Bytes of their files. */
  long bytes() {
    return opened.values().stream().mapToLong(TableSnapshots.Snapshot::bytes).sum()
        + scanned.stream().mapToLong(ScannedRows::bytes).sum();
  }

  @Override
  public void close() {
    opened.values().forEach(TableSnapshots.Snapshot::close);
    scanned.forEach(ScannedRows::close);
  }
}
