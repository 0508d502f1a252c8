package plimsoll.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.RejectedRow;

/**
 * The result of a query as the rows of a load: INSERT. One worker reads it.
 *
 * <p>The query starts with the first reader. A value that it computes and that does not convert to
 * its column's type makes its row bad, or becomes NULL; what fails inside the query fails the load.
 */
public final class QueryRows implements BatchSource {
  /** What rejected rows name as their source. */
  static final String NAME = "query";

  private final QueryEngine engine;
  private final Query query;
  private final InsertTarget target;
  private @Nullable Execution execution;
  private @Nullable RejectedRow firstReject;
  private boolean closed;

  /** Rows for a table; the query's columns are converted to the types of those they go to. */
  public QueryRows(QueryEngine engine, Query query, InsertTarget target) {
    this.engine = engine;
    this.query = query;
    this.target = target;
  }

  @Override
  public String describe() {
    return NAME;
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  @Override
  public int maxWorkers() {
    return 1;
  }

  @Override
  public boolean[] columnsPresent() {
    return target.present();
  }

  @Override
  public String digest() {
    return "";
  }

  /** The first row that was filtered, for the message of a load that accepts none. */
  public synchronized Optional<RejectedRow> firstReject() {
    return Optional.ofNullable(firstReject);
  }

  /** Notes the first row that a log is told. */
  private final class Noting implements RejectLog {
    private final RejectLog log;

    Noting(RejectLog log) {
      this.log = log;
    }

    @Override
    public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
      return log.chunk(ordinal, input, firstOfInput);
    }

    @Override
    public void add(RejectedRow row) {
      synchronized (QueryRows.this) {
        if (firstReject == null) {
          firstReject = row;
        }
      }
      log.add(row);
    }
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    Execution started = engine.open(query);
    try {
      begin(started);
      return new InsertReader(started, target, new Noting(rejects), progress);
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  private synchronized void begin(Execution started) {
    if (closed) {
      throw ErrorCode.CANCELLED.with("it was stopped before its query began");
    }
    execution = started;
  }

  /** Stops the query if it runs; its reader frees it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (execution != null) {
      execution.stop(ErrorCode.CANCELLED.with("it was stopped"));
    }
  }
}
