package plimsoll.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadRequest;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.InsertTarget;
import plimsoll.server.auth.Guard;
import plimsoll.server.scan.ScanLimit;
import plimsoll.sql.query.CompiledInsert;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.SqlText;

/**
 * The option sql of a LOAD DATA: a query whose rows are loaded, of the load's input, which it calls
 * {@code file}, and of tables. Closing lets go of what was read for it.
 *
 * <p>Source: OpenMLDB's option; its columns go to those of their names, in any order.
 */
final class LoadQuery implements AutoCloseable {
  /** As a query calls the input. */
  static final String INPUT = "file";

  private final SqlServices services;
  private final SessionAnswers answers;
  private final QueryTables tables;
  private final ScanLimit limit;
  private final String database;
  private @Nullable InputQueryRows rows;

  /**
   * For a load of the session.
   *
   * @param table where its rows go; its database counts where the session has none of its own
   */
  LoadQuery(SqlServices services, SessionState session, Guard guard, Table table, ScanLimit limit) {
    services.engine().preload();
    String current = session.database();
    this.services = services;
    this.limit = limit;
    answers = new SessionAnswers(session, services.globals());
    tables = new QueryTables(services, guard, answers, session.variables().isOnline(), limit);
    database = current == null || SystemDatabase.is(current) ? table.name().database() : current;
  }

  /**
   * The load of what the query gives.
   *
   * @param request its input; closed when this refuses
   * @throws PlimsollException why the input or the query cannot be planned; UNKNOWN_COLUMN for a
   *     column of the query that the table does not have; NO_DEFAULT for one that it lacks
   */
  LoadPlan plan(LoadRequest request, Table table, Literal query) {
    long begin = System.nanoTime();
    LoadPlan input = services.planner().planInput(request, new TableName(database, INPUT), table);
    try {
      CompiledInsert compiled = compiled(query, input.table(), table);
      InsertTarget target =
          new InsertTarget(table.schema(), compiled.targets(), request.badValues());
      InputQueryRows asked =
          new InputQueryRows(services, input, compiled.query(), target, tables, limit);
      rows = asked;
      return new LoadPlan(
              request.kind(),
              request.label(),
              table,
              asked,
              services.planner().mapping(table, asked.columnsPresent()),
              request.bounds(),
              request.requester(),
              (System.nanoTime() - begin) / 1_000_000)
          .into(request.stores());
    } catch (RuntimeException e) {
      close(input, e);
      throw e;
    }
  }

  private CompiledInsert compiled(Literal query, Table input, Table table) {
    QueryCompiler compiler = new QueryCompiler(new InputCatalog(tables, input), answers);
    try {
      return compiler.compileInsertByName(SqlText.of(query.text()), table, database);
    } catch (PlimsollException e) {
      throw e.at("option sql");
    }
  }

  private static void close(LoadPlan input, RuntimeException failure) {
    try {
      input.rows().close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.release();
    }
    tables.close();
  }
}
