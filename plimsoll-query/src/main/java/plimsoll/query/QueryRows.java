package plimsoll.query;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.DataType;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;

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
  private final Schema schema;
  private final List<Integer> targets;
  private final BadValuePolicy badValues;
  private @Nullable Execution execution;
  private @Nullable RejectedRow firstReject;
  private boolean closed;

  /**
   * Rows for a table.
   *
   * @param query its columns are converted to the types of the columns they go to
   * @param schema the table's columns
   * @param targets for each column of the query, the position of the table's column; no two alike
   * @param badValues what becomes of values that do not convert
   */
  public QueryRows(
      QueryEngine engine,
      Query query,
      Schema schema,
      List<Integer> targets,
      BadValuePolicy badValues) {
    this.engine = engine;
    this.query = query;
    this.schema = schema;
    this.targets = List.copyOf(targets);
    this.badValues = badValues;
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
    boolean[] present = new boolean[schema.size()];
    targets.forEach(column -> present[column] = true);
    return present;
  }

  @Override
  public String digest() {
    return "";
  }

  /** The first row that was filtered, for the message of a load that accepts none. */
  public synchronized Optional<RejectedRow> firstReject() {
    return Optional.ofNullable(firstReject);
  }

  private synchronized void rejected(RejectedRow row, RejectLog rejects) {
    if (firstReject == null) {
      firstReject = row;
    }
    rejects.add(row);
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    Execution started = engine.open(query);
    try {
      begin(started);
      return new InsertReader(
          started,
          started.run(select(started)),
          schema,
          targets,
          badValues,
          rejects,
          row -> rejected(row, rejects),
          progress);
    } catch (RuntimeException e) {
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

  /** The query with its columns in the forms that the fillers read. */
  private String select(Execution started) {
    List<DataType> types = targets.stream().map(column -> schema.column(column).type()).toList();
    return InsertSelect.of(started.asTable(), types);
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
