package plimsoll.server.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.ObjectNames;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.model.Target;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.query.InsertTarget;
import plimsoll.query.Query;
import plimsoll.query.QueryResult;
import plimsoll.query.QueryRows;
import plimsoll.query.ResultColumn;
import plimsoll.server.scan.ScanLimit;
import plimsoll.server.schema.ColumnWords;
import plimsoll.sql.plan.PlannedTable;
import plimsoll.sql.plan.TablePlanner;
import plimsoll.sql.query.CompiledInsert;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.ConstantSelect;
import plimsoll.sql.query.OutputColumn;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.Explain;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.Materialize;
import plimsoll.sql.tree.SqlText;

/** Statements that hold a query. */
final class QueryStatements {
  private static final String LABEL_PREFIX = "insert_";

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final SessionAnswers answers;

  QueryStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.answers = new SessionAnswers(session, services.globals());
  }

  StatementResult query(SqlText text) {
    return ConstantSelect.of(text, answers)
        .map(QueryStatements::constants)
        .orElseGet(() -> run(text));
  }

  private static StatementResult constants(List<ConstantSelect.Item> items) {
    List<ResultColumn> columns = new ArrayList<>();
    @Nullable Object[] row = new @Nullable Object[items.size()];
    for (int i = 0; i < row.length; i++) {
      Object value = items.get(i).value();
      columns.add(
          new ResultColumn(
              items.get(i).name(), value instanceof Long ? Scalar.BIGINT : Scalar.STRING));
      row[i] = value;
    }
    return ShowStatements.rows(columns, List.<@Nullable Object[]>of(row));
  }

  private StatementResult run(SqlText text) {
    QueryTables tables = tables();
    try {
      CompiledQuery compiled = compiler(tables).compile(text, session.database());
      QueryResult result =
          services.engine().run(query(compiled, tables), running -> session.stopBy(running::stop));
      QueryCursor cursor = new QueryCursor(result, tables);
      return new StatementResult.Rows(
          cursor.columns(compiled.columns()), cursor, tables.lenience().lines());
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  StatementResult explain(Explain statement) {
    try (QueryTables tables = tables()) {
      CompiledQuery compiled = compiler(tables).compile(statement.query(), session.database());
      List<@Nullable Object[]> lines = new ArrayList<>();
      String plan = services.engine().explain(query(compiled, tables));
      plan.lines().forEach(line -> lines.add(new @Nullable Object[] {line}));
      return ShowStatements.rows(ShowStatements.texts("Explain String"), lines);
    }
  }

  /** The columns that a query would give; nothing is read. */
  List<ResultColumn> describe(SqlText text) {
    Optional<List<ConstantSelect.Item>> constants = ConstantSelect.of(text, answers);
    if (constants.isPresent()) {
      return ((StatementResult.Rows) constants(constants.get())).columns();
    }
    try (QueryTables tables = tables(false, session.variables().queryTimeout())) {
      return compiler(tables).compile(text, session.database()).columns().stream()
          .map(tables::result)
          .toList();
    }
  }

  private QueryCompiler compiler(QueryTables tables) {
    return new QueryCompiler(tables, answers);
  }

  private QueryTables tables() {
    return tables(session.variables().queryTimeout());
  }

  private QueryTables tables(Duration timeout) {
    services.engine().preload();
    return tables(session.variables().isOnline(), timeout);
  }

  private QueryTables tables(boolean online, Duration timeout) {
    ScanLimit limit = new ScanLimit(timeout);
    session.stopBy(limit::stop);
    return new QueryTables(services, catalog.guard(), answers, online, limit);
  }

  private Query query(CompiledQuery compiled, QueryTables tables) {
    return new Query(compiled.sql(), tables.scans(compiled), session.variables().queryTimeout());
  }

  StatementResult insert(Insert statement) {
    long begin = System.nanoTime();
    Label label = statement.label().map(Label::given).orElseGet(() -> Label.generate(LABEL_PREFIX));
    Table table = catalog.table(statement.table(), Privilege.INSERT);
    if (statement.overwrite()) {
      catalog.guard().require(table.name(), Privilege.DELETE);
    }
    Target target = target(statement);
    if (target.online()) {
      HostMemory.LINUX.requireBelow(session.variables().memoryUsageLimit());
    }
    try (QueryTables tables = tables(session.variables().insertTimeout())) {
      QueryRows rows = rows(compiled(statement, table, tables), table, tables);
      LoadPlan plan = plan(label, table, rows, begin);
      LoadPlan placed = statement.overwrite() ? plan.with(TableWork.Mode.REPLACE) : plan;
      return run(placed.into(target), rows, tables);
    }
  }

  /** As INSERT IGNORE of what the files hold: so rows may overlap what was brought before. */
  StatementResult materialize(Materialize statement) {
    long begin = System.nanoTime();
    Table table = catalog.table(statement.table(), Privilege.INSERT);
    services.engine().preload();
    try (QueryTables tables = tables(false, session.variables().insertTimeout())) {
      CompiledInsert compiled =
          compiler(tables)
              .compileInsert(
                  SqlText.of(rowsToBring(statement, table)), table, List.of(), session.database());
      QueryRows rows = rows(compiled, table, tables);
      LoadPlan plan = plan(Label.generate("materialize_"), table, rows, begin);
      return run(plan.into(Target.ONLINE_IF_ABSENT), rows, tables);
    }
  }

  /** The name of a table in a query. */
  static String qualified(TableName name) {
    return ColumnWords.name(name.database()) + "." + ColumnWords.name(name.table());
  }

  private static String rowsToBring(Materialize statement, Table table) {
    String query = "SELECT * FROM " + qualified(table.name());
    if (statement.span().isEmpty()) {
      return query;
    }
    OnlineIndex index = OnlineTable.of(table).indexes().get(0);
    if (index.isByArrival()) {
      throw ErrorCode.REFUSED.with(
          "MATERIALIZE … FROM … TO … is about the TS of the first index, and that of "
              + table.name()
              + " has none. Leave FROM and TO out.");
    }
    String time = ColumnWords.name(table.schema().column(index.time()).name());
    Materialize.Span span = statement.span().get();
    return query
        + " WHERE "
        + time
        + " >= "
        + span.from().sql()
        + " AND "
        + time
        + " < "
        + span.to().sql();
  }

  /** IGNORE leaves out rows that are there, as OpenMLDB has it: equal in all columns. */
  private Target target(Insert statement) {
    boolean online = session.variables().isOnline();
    if (statement.overwrite() && online) {
      throw ErrorCode.UNSUPPORTED.with(
          "INSERT OVERWRITE where execute_mode is online", " Use TRUNCATE TABLE, then INSERT.");
    }
    if (statement.ignore() && !online) {
      throw ErrorCode.UNSUPPORTED.with(
          "INSERT IGNORE where execute_mode is offline",
          " What is there is known by key and time: SET @@execute_mode='online'.");
    }
    return !online ? Target.OFFLINE : statement.ignore() ? Target.ONLINE_IF_ABSENT : Target.ONLINE;
  }

  private CompiledInsert compiled(Insert statement, Table table, QueryTables tables) {
    return statement.byName()
        ? compiler(tables).compileInsertByName(statement.query(), table, session.database())
        : compiler(tables)
            .compileInsert(statement.query(), table, statement.columns(), session.database());
  }

  private StatementResult run(LoadPlan plan, QueryRows rows, QueryTables tables) {
    LoadReport report =
        services
            .loads()
            .run(
                plan,
                load -> {
                  load.progress().passed(tables.lenience());
                  session.stopBy(load::stop);
                });
    return answer(report, rows);
  }

  /** One commit makes the table with its rows; if the query fails there never was one. */
  StatementResult createTable(CreateTable statement, SqlText query) {
    long begin = System.nanoTime();
    TableName name = catalog.name(statement.table(), Privilege.CREATE);
    catalog.guard().require(name, Privilege.INSERT);
    ObjectNames.checkTable(name.table());
    if (session.variables().isOnline()) {
      throw ErrorCode.UNSUPPORTED.with(
          "CREATE TABLE AS SELECT where execute_mode is online",
          " Create the table, then INSERT INTO it.");
    }
    if (services.metastore().table(name).isPresent()) {
      return exists(name, statement.ifNotExists());
    }
    try (QueryTables tables = tables()) {
      CompiledQuery compiled = compiler(tables).compile(query, session.database());
      PlannedTable planned =
          TablePlanner.plan(
              statement, schema(compiled.columns()), session.database(), services.formats());
      Table table = planned.table();
      CompiledInsert insert =
          compiler(tables).compileInsert(query, table, List.of(), session.database());
      QueryRows rows = rows(insert, table, tables);
      LoadPlan plan = plan(Label.generate(LABEL_PREFIX), table, rows, begin);
      return withWarnings(run(plan.with(TableWork.Mode.CREATE), rows, tables), planned.warnings());
    } catch (PlimsollException e) {
      if (e.code() == ErrorCode.TABLE_EXISTS) {
        return exists(name, statement.ifNotExists());
      }
      throw e;
    }
  }

  private static StatementResult exists(TableName name, boolean fine) {
    if (!fine) {
      throw ErrorCode.TABLE_EXISTS.with(name);
    }
    return StatementResult.Done.ok(List.of("Table " + name + " is there; the query was not run."));
  }

  /** All may be NULL; text has no length, as no type of an expression bounds it. */
  private static Schema schema(List<OutputColumn> columns) {
    List<Column> schema = new ArrayList<>();
    for (OutputColumn column : columns) {
      DataType type = column.type() instanceof DataType.Varchar ? Scalar.STRING : column.type();
      schema.add(Column.of(schema.size() + 1, column.name(), type));
    }
    return new Schema(schema);
  }

  private static StatementResult withWarnings(StatementResult done, List<String> warnings) {
    StatementResult.Done load = (StatementResult.Done) done;
    List<String> all = Stream.concat(load.warnings().stream(), warnings.stream()).toList();
    return new StatementResult.Done(
        load.affectedRows(), load.warningCount() + warnings.size(), load.info(), all);
  }

  private QueryRows rows(CompiledInsert compiled, Table table, QueryTables tables) {
    Query query =
        new Query(
            compiled.query().sql(),
            tables.scans(compiled.query()),
            session.variables().insertTimeout());
    InsertTarget target =
        new InsertTarget(table.schema(), compiled.targets(), session.variables().insertBadValues());
    return new QueryRows(services.engine(), query, target);
  }

  /** A load of rows that come from tables. */
  LoadPlan plan(Label label, Table table, BatchSource rows, long begin) {
    return new LoadPlan(
        LoadKind.INSERT,
        label,
        table,
        rows,
        services.planner().mapping(table, rows.columnsPresent()),
        LoadBounds.within(session.variables().insertTimeout())
            .bearing(session.variables().insertFilterRatio())
            .holding(session.variables().loadMemory())
            .keepingRejects(session.variables().keptRejects()),
        session.requester(List.of()),
        (System.nanoTime() - begin) / 1_000_000);
  }

  private static StatementResult answer(LoadReport report, QueryRows rows) {
    PlimsollException failure = LoadAnswer.failure(report);
    if (failure == null) {
      return LoadAnswer.of(report.record());
    }
    Optional<RejectedRow> first = rows.firstReject();
    throw failure.code() == ErrorCode.TOO_MANY_FILTERED && first.isPresent()
        ? filtered(report.record(), first.get())
        : failure;
  }

  private static PlimsollException filtered(LoadRecord load, RejectedRow first) {
    return ErrorCode.INSERT_FILTERED.with(
        load.counts().filtered(), first.line(), first.reason(), first.rawText(), load.id());
  }
}
