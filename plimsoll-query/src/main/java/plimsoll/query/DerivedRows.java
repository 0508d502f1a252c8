package plimsoll.query;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.LongRows;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;

/**
 * Rows of another source with columns computed from them: {@code SET} of LOAD DATA. Each worker
 * asks a DuckDB of its own, batch by batch, so bad rows keep their place in the input.
 */
public final class DerivedRows implements BatchSource {
  private final QueryEngine engine;
  private final BatchSource source;
  private final Derivation derivation;
  private final Duration timeout;

  /** One for each worker; stopping one that is over does nothing. */
  private final List<Execution> executions = new ArrayList<>();

  private boolean closed;

  /**
   * The rows of a source, which is closed with them.
   *
   * @param timeout of all that one worker computes
   */
  public DerivedRows(
      QueryEngine engine, BatchSource source, Derivation derivation, Duration timeout) {
    this.engine = engine;
    this.source = source;
    this.derivation = derivation;
    this.timeout = timeout;
  }

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public long totalBytes() {
    return source.totalBytes();
  }

  @Override
  public int maxWorkers() {
    return source.maxWorkers();
  }

  @Override
  public boolean[] columnsPresent() {
    boolean[] present = new boolean[derivation.target().schema().size()];
    System.arraycopy(source.columnsPresent(), 0, present, 0, present.length);
    derivation.target().columns().forEach(column -> present[column] = true);
    return present;
  }

  @Override
  public String digest() {
    return source.digest();
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return newReader(rejects, progress, LongRows.FREE);
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress, LongRows longRows) {
    Reader reader = source.newReader(rejects, progress, longRows);
    Execution execution = null;
    try {
      execution = engine.openForBatches(query());
      begin(execution);
      return new DerivedReader(execution, reader, derivation, progress);
    } catch (RuntimeException | Error e) {
      if (execution != null) {
        execution.close();
      }
      close(reader, e);
      throw e;
    }
  }

  private synchronized void begin(Execution started) {
    if (closed) {
      throw ErrorCode.CANCELLED.with("it was stopped before it computed");
    }
    executions.add(started);
  }

  private static void close(Reader reader, Throwable failure) {
    try {
      reader.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Query query() {
    List<Column> columns = new ArrayList<>();
    derivation.read().forEach(column -> columns.add(derivation.input().column(column)));
    columns.add(Column.of(columns.size() + 1, derivation.row(), Scalar.INT));
    ScanRows none = new ScanRows(Derivation.ROWS, columns, Set.of(), List.of());
    return new Query(new DerivedSelect(derivation).plain(), List.of(none), timeout);
  }

  /** Stops what runs; its readers free it. */
  @Override
  public void close() throws IOException {
    stop();
    source.close();
  }

  private synchronized void stop() {
    closed = true;
    executions.forEach(execution -> execution.stop(ErrorCode.CANCELLED.with("it was stopped")));
  }
}
