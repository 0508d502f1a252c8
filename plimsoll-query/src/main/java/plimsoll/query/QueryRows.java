package plimsoll.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;

/**
 * The result of a query as the rows of a load: INSERT. One worker reads it.
 *
 * <p>The query starts with the first reader. A value that does not convert to its column's type
 * fails the load, as the query that computes it cannot go on.
 */
public final class QueryRows implements BatchSource {
  private static final String NAME = "query";

  /** A batch of long texts ends early. */
  private static final int MOST_BATCH_BYTES = 16 << 20;

  private final QueryEngine engine;
  private final Query query;
  private final Schema schema;
  private final List<Integer> targets;
  private @Nullable Execution execution;
  private @Nullable RejectedRow firstReject;
  private boolean closed;

  /**
   * Rows for a table.
   *
   * @param query its columns are cast to the types of the columns they go to
   * @param schema the table's columns
   * @param targets for each column of the query, the position of the table's column; no two alike
   */
  public QueryRows(QueryEngine engine, Query query, Schema schema, List<Integer> targets) {
    this.engine = engine;
    this.query = query;
    this.schema = schema;
    this.targets = List.copyOf(targets);
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

  private synchronized void rejected(RejectedRow row) {
    if (firstReject == null) {
      firstReject = row;
    }
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    Execution started = engine.open(query);
    try {
      begin(started);
      return new RowReader(started, started.run(select(started)), rejects, progress);
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
    String names =
        IntStream.range(0, targets.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String values =
        IntStream.range(0, targets.size())
            .mapToObj(i -> VectorFiller.sql(schema.column(targets.get(i)).type(), "c" + i))
            .collect(Collectors.joining(", "));
    return "SELECT " + values + " FROM " + started.asTable() + " AS q(" + names + ")";
  }

  /** Stops the query if it runs; its reader frees it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (execution != null) {
      execution.stop(ErrorCode.CANCELLED.with("it was stopped"));
    }
  }

  private final class RowReader implements Reader {
    private final Execution execution;
    private final ResultSet rows;
    private final RejectLog rejects;
    private final Progress progress;
    private final Batch batch = Batch.allocate(schema);
    private final VectorFiller[] fillers;
    private long rowsBefore;
    private int rowsRead;

    RowReader(Execution execution, ResultSet rows, RejectLog rejects, Progress progress) {
      this.execution = execution;
      this.rows = rows;
      this.rejects = rejects;
      this.progress = progress;
      this.fillers =
          targets.stream()
              .map(column -> VectorFiller.of(schema.column(column), batch.column(column)))
              .toArray(VectorFiller[]::new);
    }

    @Override
    public Batch next() {
      progress.checkStopped(); // its reason is the one to tell, not that the query was stopped
      execution.checkStopped();
      long begin = System.nanoTime();
      try {
        rowsBefore += rowsRead;
        rowsRead = fill();
      } catch (SQLException e) {
        progress.checkStopped();
        throw execution.failure(e);
      }
      progress.read(0, System.nanoTime() - begin);
      return rowsRead == 0 ? Batch.EMPTY : batch;
    }

    private int fill() throws SQLException {
      batch.clear();
      int row = 0;
      while (row < batch.capacity() && bytes() < MOST_BATCH_BYTES && rows.next()) {
        for (int i = 0; i < fillers.length; i++) {
          fillers[i].fill(rows, i + 1, row);
        }
        row++;
      }
      batch.rows(row);
      return row;
    }

    private long bytes() {
      long bytes = 0;
      for (VectorFiller filler : fillers) {
        bytes += filler.bytes();
      }
      return bytes;
    }

    @Override
    public long bufferedBytes() {
      return batch.footprint();
    }

    @Override
    public void reject(int record, Fault fault) {
      byte[] raw = rowText(record).getBytes(StandardCharsets.UTF_8);
      RejectedRow row = new RejectedRow(NAME, rowsBefore + record + 1, 0, fault, raw);
      rejected(row);
      rejects.add(row);
    }

    /** The row is looked up by its number: rows before it may have left the batch. */
    private String rowText(int record) {
      for (int row = 0; row < batch.rows(); row++) {
        if (batch.origin(row) == record) {
          return VectorValues.row(schema, batch, row);
        }
      }
      return "";
    }

    @Override
    public void close() throws IOException {
      execution.close();
    }
  }
}
