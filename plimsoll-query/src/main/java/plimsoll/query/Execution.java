package plimsoll.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * One query running in its sandbox, with its deadline. One thread reads; any thread may stop it.
 */
final class Execution implements AutoCloseable {
  /*
   * Rows come through the driver's ResultSet. Its chunk reader is 1.5 times as fast but says nothing when
   * a streamed query fails half-way: the rows just end (2.0.0.1). The ResultSet in turn loses the message
   * of a query that fails before its first row; failure() fetches that one by the chunk reader.
   */
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private static final String LOST_MESSAGE = "Invalid result set";

  /** A stop that comes as the query begins may be overlooked, so it is said again. */
  private static final long REPEAT_STOP_MILLIS = 100;

  private final Query query;
  private final QuerySettings settings;
  private final ScheduledExecutorService timer;
  private final Sandbox sandbox;
  private final ScheduledFuture<?> deadline;
  private final Consumer<Execution> whenClosed;
  private @Nullable ScheduledFuture<?> stopping;
  private @Nullable Statement statement;
  private @Nullable PlimsollException stopReason;
  private boolean closed;

  private Execution(
      Query query,
      QuerySettings settings,
      ScheduledExecutorService timer,
      Sandbox sandbox,
      Consumer<Execution> whenClosed) {
    this.query = query;
    this.settings = settings;
    this.timer = timer;
    this.sandbox = sandbox;
    this.whenClosed = whenClosed;
    this.deadline =
        timer.schedule(
            () -> stop(ErrorCode.TIMED_OUT.with("The query", query.timeout().toSeconds())),
            query.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A sandbox for that query; nothing runs yet. {@code whenClosed} is told when it is over. */
  static Execution open(
      Query query,
      QuerySettings settings,
      ScheduledExecutorService timer,
      Consumer<Execution> whenClosed) {
    Sandbox sandbox;
    try {
      sandbox = Sandbox.open(settings, query);
    } catch (SQLException e) {
      throw QueryErrors.explain(e, query, settings);
    }
    try {
      return new Execution(query, settings, timer, sandbox, whenClosed);
    } catch (RejectedExecutionException e) { // the engine was closed in this moment
      sandbox.close();
      throw ErrorCode.SHUTTING_DOWN.because(e);
    }
  }

  /** The sandbox's connection. */
  DuckDBConnection connection() throws SQLException {
    return sandbox.connection().unwrap(DuckDBConnection.class);
  }

  /** The memory it may use. */
  long memoryBytes() {
    return settings.memoryBytes();
  }

  /** The query's text as a table expression; takes one SELECT, refuses all else. */
  String asTable() {
    return asTable(query.sql());
  }

  /** A query of the same tables as a table expression. */
  static String asTable(String sql) {
    return "query(" + DuckSql.text(sql) + ")";
  }

  /** Runs a statement to its first row. */
  ResultSet run(String sql) {
    try {
      Statement running = sandbox.connection().createStatement();
      use(running);
      return running.executeQuery(sql);
    } catch (SQLException e) {
      throw failure(e, sql);
    }
  }

  /** What the client is told when reading rows failed. */
  PlimsollException failure(SQLException e) {
    PlimsollException reason = stopped();
    return reason == null ? QueryErrors.explain(e, query, settings) : reason;
  }

  private PlimsollException failure(SQLException e, String sql) {
    if (!String.valueOf(e.getMessage()).contains(LOST_MESSAGE) || stopped() != null) {
      return failure(e);
    }
    PlimsollException found = whyItFails(sql);
    return found != null
        ? found
        : ErrorCode.QUERY_FAILED.because(e, "The query failed without a reason; run it again.");
  }

  /** Why a query fails before its first row; null if it does not. */
  @Nullable PlimsollException whyItFails(String sql) {
    try (DuckDBPreparedStatement again =
        sandbox.connection().unwrap(DuckDBConnection.class).prepare(sql)) {
      use(again);
      again.query().close();
      return null;
    } catch (SQLException found) {
      return failure(found);
    }
  }

  /** One at a time: the one before is over. */
  private synchronized void use(Statement current) throws SQLException {
    checkStopped();
    Statement before = statement;
    statement = current;
    if (before != null) {
      before.close();
    }
  }

  private synchronized @Nullable PlimsollException stopped() {
    return stopReason;
  }

  /** Throws the reason if the query was stopped. */
  synchronized void checkStopped() {
    if (stopReason != null) {
      throw stopReason;
    }
  }

  /** Makes the query end with that reason; the first one counts. */
  synchronized void stop(PlimsollException reason) {
    if (!closed && stopReason == null) {
      stopReason = reason;
      stopping =
          timer.scheduleWithFixedDelay(
              this::interrupt, 0, REPEAT_STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void interrupt() {
    if (!closed && statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        LOG.debug("A query could not be interrupted", e); // it ended by itself in this moment
      }
    }
  }

  /**
   * DuckDB takes its time to shut down: whoever wants to stop the query meanwhile does not wait.
   */
  @Override
  public void close() {
    if (beginToClose()) {
      sandbox.close();
      whenClosed.accept(this);
    }
  }

  /** False for all but the first. Nobody interrupts the query from here on. */
  private synchronized boolean beginToClose() {
    if (closed) {
      return false;
    }
    closed = true;
    deadline.cancel(false);
    if (stopping != null) {
      stopping.cancel(false);
    }
    return true;
  }
}
