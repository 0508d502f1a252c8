package plimsoll.server.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import plimsoll.server.scan.ScanLimit;
import plimsoll.sql.query.CompiledInsert;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.Delete;

/**
 * DELETE: files that hold rows to delete are written again without them, in one commit. Of rows by
 * key and time: {@link OnlineDeletes}.
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
  private final OnlineDeletes online;

  DeleteStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.answers = new SessionAnswers(session, services.globals());
    this.online = new OnlineDeletes(services, session, catalog, answers);
  }

  StatementResult delete(Delete statement) {
    if (session.variables().isOnline()) {
      return online.delete(statement);
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
    ScanLimit limit = new ScanLimit(session.variables().insertTimeout());
    session.stopBy(limit::stop);
    QueryTables opened = new QueryTables(services, catalog.guard(), answers, false, limit);
    try (DeleteTables tables = tables(opened, table)) {
      if (!tables.snapshot().links().isEmpty()) {
        throw ErrorCode.LINK_MISMATCH.with(
            "Rows of "
                + table.name()
                + " cannot be deleted: it shows files of others by soft links. Load their rows by"
                + " LOAD DATA with mode='overwrite', then delete some.");
      }
      DeleteCondition condition = new DeleteCondition(statement, tables.target());
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

  /** How many rows go of each file. */
  private Map<String, Long> deleted(DeleteCondition condition, DeleteTables tables) {
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
      DeleteCondition condition,
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
      Table table, DeleteCondition condition, DeleteTables tables, Set<String> files) {
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
