package plimsoll.server.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Rewrite;
import plimsoll.model.Table;
import plimsoll.query.InsertTarget;
import plimsoll.query.Query;
import plimsoll.query.QueryResult;
import plimsoll.query.QueryRows;
import plimsoll.sql.query.CompiledInsert;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.Delete;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.SqlText;

/**
 * DELETE: files that hold rows to delete are written again without them, in one commit.
 *
 * <p>Design note. Rewriting costs more than a list of deleted positions, but every engine reads the
 * outcome, and later queries pay nothing. Loads that add rows meanwhile are not touched; if one of
 * the files is gone by the time of the commit (another DELETE, a TRUNCATE, a compaction elsewhere),
 * the whole statement is done again on what is there then.
 */
final class DeleteStatements {
  private static final String LABEL_PREFIX = "delete_";
  private static final int MOST_ATTEMPTS = 20;

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final SessionAnswers answers;

  DeleteStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.answers = new SessionAnswers(session, services.globals());
  }

  StatementResult delete(Delete statement) {
    if (session.variables().isOnline()) {
      throw ErrorCode.UNSUPPORTED.with(
          "DELETE where execute_mode is online", " TRUNCATE TABLE removes all rows.");
    }
    services.engine().preload();
    for (int attempt = 1; ; attempt++) {
      try {
        return once(statement);
      } catch (PlimsollException e) {
        if (e.code() != ErrorCode.COMMIT_CONFLICT || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
      session.checkCancelled();
    }
  }

  private StatementResult once(Delete statement) {
    long begin = System.nanoTime();
    Table table = catalog.table(statement.table(), Privilege.DELETE);
    QueryTables opened = new QueryTables(services, catalog.guard(), answers);
    try (DeleteTables tables = tables(opened, table)) {
      Condition condition = new Condition(statement, tables);
      if (statement.condition().isPresent()) {
        compiler(tables).compile(condition.alone(), session.database());
      }
      Map<String, Long> deleted = deleted(condition, tables);
      return deleted.isEmpty()
          ? StatementResult.Done.ok()
          : rewrite(table, condition, tables, deleted, begin);
    }
  }

  private static DeleteTables tables(QueryTables opened, Table table) {
    try {
      return new DeleteTables(opened, table);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private QueryCompiler compiler(DeleteTables tables) {
    return new QueryCompiler(tables, answers);
  }

  /** The queries of one DELETE; what the user wrote keeps its line and column in each. */
  private record Condition(Delete statement, DeleteTables tables) {
    private String from() {
      String database = tables.target().database().replace("`", "``");
      String alias = statement.table().table().replace("`", "``");
      return " FROM `" + database + "`.`" + tables.target().table() + "` AS `" + alias + "` WHERE ";
    }

    /** It must be a condition before it is put in parentheses. */
    SqlText alone() {
      return query("SELECT 1" + from(), "");
    }

    SqlText filesAndRows() {
      String file = "`" + DeleteTables.FILE + "`";
      return query("SELECT " + file + ", COUNT(*)" + from() + "(", "\n) GROUP BY " + file);
    }

    SqlText rowsThatStay(Table table) {
      String columns =
          table.schema().names().stream()
              .map(name -> "`" + name.replace("`", "``") + "`")
              .collect(Collectors.joining(", "));
      return query("SELECT " + columns + from() + "(", "\n) IS NOT TRUE");
    }

    private SqlText query(String before, String after) {
      SqlText written =
          statement.condition().orElseGet(() -> new SqlText(statement.at(), "TRUE", "TRUE"));
      Position at = written.at();
      String text = before + "\n" + " ".repeat(at.column() - 1) + written.text() + after;
      return new SqlText(new Position(at.line() - 1, 1), text, written.source());
    }
  }

  /** How many rows go of each file. */
  private Map<String, Long> deleted(Condition condition, DeleteTables tables) {
    CompiledQuery compiled = compiler(tables).compile(condition.filesAndRows(), session.database());
    Query query =
        new Query(
            compiled.sql(),
            tables.scans(compiled, Set.copyOf(tables.snapshot().scan().files())),
            session.variables().insertTimeout());
    Map<String, Long> deleted = new LinkedHashMap<>();
    try (QueryResult result =
        services.engine().run(query, running -> session.stopBy(running::stop))) {
      for (@Nullable Object[] row = result.next(); row != null; row = result.next()) {
        deleted.put(String.valueOf(row[0]), ((Number) Objects.requireNonNull(row[1])).longValue());
      }
    }
    return deleted;
  }

  private StatementResult rewrite(
      Table table,
      Condition condition,
      DeleteTables tables,
      Map<String, Long> deleted,
      long begin) {
    Set<String> partly = new HashSet<>();
    long kept = 0;
    for (Map.Entry<String, Long> file : deleted.entrySet()) {
      long rows = tables.snapshot().rows(file.getKey());
      if (file.getValue() < rows) {
        partly.add(file.getKey());
        kept += rows - file.getValue();
      }
    }
    List<String> deletes = tables.snapshot().scan().positionDeletes();
    Rewrite rewrite =
        new Rewrite(
            List.copyOf(deleted.keySet()),
            deletes,
            deleted.values().stream().mapToLong(Long::longValue).sum(),
            deletes.isEmpty() ? kept : -1);
    QueryRows rows = rowsThatStay(table, condition, tables, partly);
    LoadPlan plan = plan(table, rows, begin).with(rewrite);
    return answer(services.loads().run(plan, load -> session.stopBy(load::stop)));
  }

  private QueryRows rowsThatStay(
      Table table, Condition condition, DeleteTables tables, Set<String> files) {
    CompiledInsert compiled =
        compiler(tables)
            .compileInsert(condition.rowsThatStay(table), table, List.of(), session.database());
    Query query =
        new Query(
            compiled.query().sql(),
            tables.scans(compiled.query(), files),
            session.variables().insertTimeout());
    InsertTarget target =
        new InsertTarget(table.schema(), compiled.targets(), BadValuePolicy.REJECT);
    return new QueryRows(services.engine(), query, target);
  }

  private LoadPlan plan(Table table, QueryRows rows, long begin) {
    return new LoadPlan(
        LoadKind.DELETE,
        Label.generate(LABEL_PREFIX),
        table,
        rows,
        services.planner().mapping(table, rows.columnsPresent()),
        LoadBounds.within(session.variables().insertTimeout())
            .holding(session.variables().loadMemory()),
        session.requester(List.of()),
        (System.nanoTime() - begin) / 1_000_000);
  }

  private static StatementResult answer(LoadReport report) {
    PlimsollException failure = report.failure();
    if (failure != null) {
      throw failure;
    }
    StatementResult.Done load = LoadAnswer.of(report.record());
    return new StatementResult.Done(
        report.record().counts().unselected(), 0, load.info(), List.of());
  }
}
