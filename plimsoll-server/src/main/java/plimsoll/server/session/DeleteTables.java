package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.Scan;
import plimsoll.query.ScanFiles;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.QueryCatalog;

/**
 * The tables of a DELETE: the one whose rows go is seen under a name of its own, since its rows are
 * read from some files only while a subquery of the condition may read all of it.
 */
final class DeleteTables implements QueryCatalog, AutoCloseable {
  /** Column with the path of a row's file. */
  static final String FILE = "\u0001file";

  private static final String TARGET = "\u0001target";

  private final QueryTables tables;
  private final TableName target;
  private final TableSnapshots.Snapshot snapshot;

  /**
   * Opens the table. ACCESS_DENIED without SELECT; FOREIGN_CHANGE if it has columns that a
   * rewritten file would lose.
   */
  DeleteTables(QueryTables tables, Table table) {
    this.tables = tables;
    this.target = new TableName(table.name().database(), TARGET);
    if (tables.columns(table.name()).isEmpty()) {
      tables.requireReadable(table.name());
      throw ErrorCode.UNKNOWN_TABLE.with(table.name(), " It was dropped.");
    }
    snapshot = tables.snapshot(table.name());
    if (!fieldIds(snapshot.scan().columns()).equals(fieldIds(table.schema().columns()))) {
      throw ErrorCode.FOREIGN_CHANGE.with(
          table.name(), "its columns are not those it was declared with");
    }
  }

  private static List<Integer> fieldIds(List<Column> columns) {
    return columns.stream().map(Column::fieldId).sorted().toList();
  }

  /** Name under which the condition's query reads the table. */
  TableName target() {
    return target;
  }

  TableSnapshots.Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public boolean databaseExists(String database) {
    return tables.databaseExists(database);
  }

  @Override
  public Optional<Schema> columns(TableName table) {
    if (!table.equals(target)) {
      return tables.columns(table);
    }
    List<Column> columns = new ArrayList<>(snapshot.scan().columns());
    int free = columns.stream().mapToInt(Column::fieldId).max().orElse(0) + 1;
    columns.add(Column.of(free, FILE, Scalar.STRING));
    return Optional.of(new Schema(columns));
  }

  @Override
  public void requireReadable(TableName table) {
    if (!table.equals(target)) {
      tables.requireReadable(table);
    }
  }

  @Override
  public List<String> databases() {
    return tables.databases();
  }

  @Override
  public List<String> tables(String database) {
    return tables.tables(database);
  }

  /** What a query reads, if it reads the target from these files only. */
  List<Scan> scans(CompiledQuery query, Set<String> files) {
    List<Scan> scans = new ArrayList<>();
    for (TableName name : query.tables()) {
      scans.add(name.equals(target) ? targetScan(files) : tables.scan(name, query));
    }
    return scans;
  }

  private ScanFiles targetScan(Set<String> files) {
    ScanFiles all = snapshot.scan();
    return new ScanFiles(
        target,
        all.columns(),
        all.files().stream().filter(files::contains).toList(),
        all.positionDeletes(),
        FILE);
  }

  @Override
  public void close() {
    tables.close();
  }
}
