package plimsoll.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import plimsoll.error.ErrorCode;

/**
 * Runs queries, each in a {@link Sandbox} of its own. Safe for many threads. Making an engine costs
 * nothing: DuckDB's library is loaded by the first query.
 */
public final class QueryEngine implements AutoCloseable {
  private final QuerySettings settings;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean loading = new AtomicBoolean();
  private final Set<Execution> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private boolean used;

  /** An engine; it owns the spill directory and removes what an earlier process left there. */
  public QueryEngine(QuerySettings settings) {
    this.settings = settings;
    this.timer = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "query-timer"));
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.prestartCoreThread(); // now: a load's thread would make it as nice as itself
    this.timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(true); // stops that repeat
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to load DuckDB's library beside the caller's work, which it takes half a second to do.
   * To be called when a query is about to be compiled; only the first call does something.
   */
  public void preload() {
    if (loading.compareAndSet(false, true)) {
      daemon(Sandbox::loadLibrary, "query-preload").start();
    }
  }

  /** Starts a query; returns when its first rows are there. The caller closes the result. */
  public QueryResult run(Query query) {
    return run(query, running -> {});
  }

  /**
   * As above.
   *
   * @param began is told how the query can be stopped, before it runs
   */
  public QueryResult run(Query query, Consumer<Stoppable> began) {
    Execution execution = open(query);
    try {
      began.accept(execution::stop);
      return result(execution, "FROM " + execution.asTable());
    } catch (RuntimeException e) {
      execution.close();
      throw e;
    }
  }

  /** How DuckDB would run the query: a picture of its plan, lines separated by LF. */
  public String explain(Query query) {
    try (Execution execution = open(query);
        ResultSet plan = execution.run("EXPLAIN FROM " + execution.asTable())) {
      StringBuilder text = new StringBuilder();
      while (plan.next()) {
        text.append(plan.getString(2));
      }
      return text.toString();
    } catch (SQLException e) {
      throw QueryErrors.explain(e, query, settings);
    }
  }

  private static QueryResult result(Execution execution, String sql) {
    ResultSet rows = execution.run(sql);
    try {
      List<ResultColumn> columns = QueryResult.columns(rows);
      if (columns.stream().anyMatch(column -> DuckTypes.hasTimes(column.type()))) {
        rows.close();
        rows = execution.run(withTimesAsText(execution, columns));
      }
      return new QueryResult(execution, rows, columns);
    } catch (SQLException e) {
      throw execution.failure(e);
    }
  }

  /** The same query again, since only its first run tells what it gives. */
  private static String withTimesAsText(Execution execution, List<ResultColumn> columns) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (ResultColumn column : columns) {
      String name = "c" + names.size();
      names.add(name);
      values.add(
          DuckTypes.hasTimes(column.type())
              ? "CAST(" + name + " AS " + DuckTypes.wire(column.type()) + ")"
              : name);
    }
    return "SELECT "
        + String.join(", ", values)
        + " FROM "
        + execution.asTable()
        + " AS q("
        + String.join(", ", names)
        + ")";
  }

  Execution open(Query query) {
    return open(query, settings);
  }

  /** For a worker that asks the same of batch after batch. */
  Execution openForBatches(Query query) {
    return open(query, settings.ofBatches());
  }

  private Execution open(Query query, QuerySettings its) {
    if (closed) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    prepareSpill();
    Execution execution = Execution.open(query, its, timer, running::remove);
    running.add(execution);
    if (closed) {
      execution.close();
      throw ErrorCode.SHUTTING_DOWN.with();
    }
    return execution;
  }

  /** Whether no query holds a sandbox. */
  boolean isIdle() {
    return running.isEmpty();
  }

  private synchronized void prepareSpill() {
    if (used) {
      return;
    }
    Path directory = settings.spillDirectory();
    Sandbox.removeSpill(directory);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(e, directory, e.getMessage());
    }
    used = true;
  }

  /** Stops the queries that run. */
  @Override
  public void close() {
    closed = true;
    running.forEach(execution -> execution.stop(ErrorCode.SHUTTING_DOWN.with()));
    timer.shutdown();
  }
}
