package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.load.RunningLoad;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.LoadRecord;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.ResultColumn;
import plimsoll.sql.tree.DescribeTable;
import plimsoll.sql.tree.Name;
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

  ShowStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
  }

  StatementResult databases(ShowDatabases statement) {
    return names(
        "Database",
        catalog.guard().visible(services.metastore().databases()),
        Like.names(statement.like()));
  }

  StatementResult tables(ShowTables statement) {
    String database = database(statement.database());
    List<String> names =
        services.metastore().tables(database).stream()
            .map(Table::name)
            .filter(catalog.guard()::sees)
            .map(TableName::table)
            .toList();
    return statement.full()
        ? fullNames("Tables_in_" + database, names, Like.names(statement.like()))
        : names("Tables_in_" + database, names, Like.names(statement.like()));
  }

  private static StatementResult fullNames(
      String column, List<String> names, Predicate<String> like) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String name : names) {
      if (like.test(name)) {
        rows.add(new @Nullable Object[] {name, "BASE TABLE"});
      }
    }
    return rows(texts(column, "Table_type"), rows);
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
    SessionVariables shown =
        statement.global() ? new SessionVariables(services.settings()) : session.variables();
    List<@Nullable Object[]> rows = new ArrayList<>();
    shown
        .all()
        .forEach(
            (name, value) -> {
              rows.add(new @Nullable Object[] {name, value});
            });
    List<ResultColumn> columns = texts("Variable_name", "Value");
    return rows(columns, ServerShows.filtered(rows, columns, statement.filters()));
  }

  StatementResult loads(ShowLoad statement) {
    String database = database(statement.database());
    List<LoadRecord> finished =
        services.metastore().loads(database, Integer.MAX_VALUE).stream()
            .filter(catalog.guard()::manages)
            .toList();
    List<RunningLoad> running =
        services.loads().running().all().stream()
            .filter(load -> load.plan().table().name().database().equals(database))
            .filter(load -> catalog.guard().manages(load.record()))
            .filter(load -> finished.stream().noneMatch(record -> record.id() == load.id()))
            .toList();
    LoadTable table = new LoadTable(services.errorLogUrl());
    return rows(LoadTable.COLUMNS, table.rows(statement, finished, running));
  }

  private String database(Optional<Name> written) {
    String database = written.map(Name::text).orElseGet(session::requireDatabase);
    catalog.requireDatabase(database);
    return database;
  }

  private static StatementResult names(String column, List<String> names, Predicate<String> like) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String name : names) {
      if (like.test(name)) {
        rows.add(new @Nullable Object[] {name});
      }
    }
    return rows(texts(column), rows);
  }

  static List<ResultColumn> texts(String... names) {
    return Stream.of(names).map(name -> new ResultColumn(name, Scalar.STRING)).toList();
  }

  static StatementResult rows(List<ResultColumn> columns, List<@Nullable Object[]> rows) {
    return new StatementResult.Rows(columns, RowCursor.of(rows), List.of());
  }
}
