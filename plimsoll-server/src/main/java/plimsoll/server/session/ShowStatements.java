package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;
import plimsoll.query.ResultColumn;
import plimsoll.server.schema.VisibleLoads;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.tree.DescribeTable;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.RowFilter;
import plimsoll.sql.tree.ShowCreateTable;
import plimsoll.sql.tree.ShowDatabases;
import plimsoll.sql.tree.ShowLoad;
import plimsoll.sql.tree.ShowTables;
import plimsoll.sql.tree.ShowVariables;

/** Statements that show what is there. Columns are named as in StarRocks. */
final class ShowStatements {
  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final ShownRows shown;

  ShowStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.shown = new ShownRows(services, session);
  }

  StatementResult databases(ShowDatabases statement) {
    List<String> names =
        Catalog.withSystem(catalog.guard().visible(services.metastore().databases()));
    return named(texts("Database"), names.stream(), statement.filter());
  }

  StatementResult tables(ShowTables statement) {
    String database = database(statement.database());
    boolean system = SystemDatabase.is(database);
    String column = "Tables_in_" + database;
    List<ResultColumn> columns = statement.full() ? texts(column, "Table_type") : texts(column);
    String type = system ? "SYSTEM VIEW" : "BASE TABLE";
    return named(
        columns,
        catalog.tables(database).map(table -> table.name().table()),
        type,
        statement.filter());
  }

  private StatementResult named(
      List<ResultColumn> columns, Stream<String> names, RowFilter filter) {
    return named(columns, names, "", filter);
  }

  /** LIKE looks at the case of names, as they do. */
  private StatementResult named(
      List<ResultColumn> columns, Stream<String> names, String type, RowFilter filter) {
    Predicate<String> like = Like.names(filter.like());
    List<@Nullable Object[]> rows = new ArrayList<>();
    names
        .filter(like)
        .forEach(
            name ->
                rows.add(
                    columns.size() == 1
                        ? new @Nullable Object[] {name}
                        : new @Nullable Object[] {name, type}));
    return rows(columns, shown.filtered(columns, rows, filter));
  }

  StatementResult createTable(ShowCreateTable statement) {
    Table table = catalog.visible(statement.table());
    return rows(
        texts("Table", "Create Table"),
        List.<@Nullable Object[]>of(
            new @Nullable Object[] {table.name().table(), TableText.createStatement(table)}));
  }

  StatementResult describe(DescribeTable statement) {
    return rows(
        texts("Field", "Type", "Null", "Key", "Default", "Extra"),
        TableText.describe(catalog.visible(statement.table())));
  }

  StatementResult variables(ShowVariables statement) {
    SessionVariables variables =
        statement.global() ? services.globals().begin() : session.variables();
    List<@Nullable Object[]> rows = new ArrayList<>();
    variables
        .all()
        .forEach(
            (name, value) -> {
              rows.add(new @Nullable Object[] {name, value});
            });
    List<ResultColumn> columns = texts("Variable_name", "Value");
    return rows(columns, shown.filtered(columns, rows, statement.filter()));
  }

  StatementResult loads(ShowLoad statement) {
    String database = database(statement.database());
    if (SystemDatabase.is(database)) {
      return rows(LoadTable.COLUMNS, List.of());
    }
    LoadTable table = new LoadTable(statement, services.errorLogUrl());
    new VisibleLoads(services.sources(), catalog.guard())
        .each(LoadTable.filter(statement, database), table::add);
    return rows(LoadTable.COLUMNS, table.rows());
  }

  private String database(Optional<Name> written) {
    return catalog.database(written);
  }

  static List<ResultColumn> texts(String... names) {
    return Stream.of(names).map(name -> new ResultColumn(name, Scalar.STRING)).toList();
  }

  static StatementResult rows(List<ResultColumn> columns, List<@Nullable Object[]> rows) {
    return new StatementResult.Rows(columns, RowCursor.of(rows), List.of());
  }
}
