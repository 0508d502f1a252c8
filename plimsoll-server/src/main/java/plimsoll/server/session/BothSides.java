package plimsoll.server.session;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.online.compare.MissingRows;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.table.OnlineTable;
import plimsoll.query.InsertTarget;
import plimsoll.query.Query;
import plimsoll.query.QueryEngine;
import plimsoll.query.QueryRows;
import plimsoll.server.scan.ScanLimit;

/** Both sides of a table at one moment, for CHECK and REPAIR: read one after the other. */
final class BothSides implements MissingRows.Sides {
  private final OnlineTable table;
  private final OnlineRows online;
  private final ScanLimit limit;
  private final QueryEngine engine;
  private final Query files;
  private final Progress checking = new Progress();
  private @Nullable QueryRows reading;
  private boolean stopped;

  /**
   * Reads what is held elsewhere.
   *
   * @param online all rows of the online side
   * @param limit ends reading that takes too long
   * @param files a query for all rows of the files, in the table's columns
   */
  BothSides(
      OnlineTable table, OnlineRows online, ScanLimit limit, QueryEngine engine, Query files) {
    this.table = table;
    this.online = online;
    this.limit = limit;
    this.engine = engine;
    this.files = files;
  }

  OnlineTable table() {
    return table;
  }

  /** Of who reads both sides before anything is loaded. */
  Progress checking() {
    return checking;
  }

  @Override
  public BatchSource.Reader online(Progress progress) {
    online.rewind();
    return new OnlineReader(progress);
  }

  @Override
  public BatchSource.Reader offline(@Nullable RejectLog rejects, Progress progress) {
    List<Integer> columns = IntStream.range(0, table.schema().size()).boxed().toList();
    InsertTarget target = new InsertTarget(table.schema(), columns, BadValuePolicy.REJECT);
    QueryRows rows = new QueryRows(engine, files, target);
    begin(rows);
    return rows.newReader(rejects == null ? new NoRejects() : rejects, progress);
  }

  private synchronized void begin(QueryRows rows) {
    reading = rows;
    if (stopped) {
      rows.close();
    }
  }

  @Override
  public void stop() {
    stop(ErrorCode.CANCELLED.with("it was stopped"));
  }

  /** Ends what is being read, from any thread. */
  synchronized void stop(PlimsollException reason) {
    stopped = true;
    checking.stop(reason);
    limit.stop(reason);
    if (reading != null) {
      reading.close();
    }
  }

  private final class OnlineReader implements BatchSource.Reader {
    private final Progress progress;
    private final Batch batch = Batch.allocate(table.schema());

    OnlineReader(Progress progress) {
      this.progress = progress;
    }

    @Override
    public Batch next() throws IOException {
      progress.checkStopped();
      limit.check();
      return online.next(batch) ? batch : Batch.EMPTY;
    }

    @Override
    public long bufferedBytes() {
      return batch.footprint();
    }

    @Override
    public void reject(int record, Fault fault) {
      throw unfit(fault);
    }

    @Override
    public void close() {}
  }

  /** Rows of a table's files fit the table, unless another engine wrote them. */
  private final class NoRejects implements RejectLog, RejectLog.ChunkRejects {
    @Override
    public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
      return this;
    }

    @Override
    public void add(RejectedRow row) {
      throw ErrorCode.REFUSED.with(unfit(row.reason()));
    }

    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      throw unfit(fault);
    }

    @Override
    public void nulled(String column, long values) {}

    @Override
    public void close(long lines) {}
  }

  private RuntimeException unfit(Fault fault) {
    return ErrorCode.REFUSED.with(unfit(fault.reason()));
  }

  private String unfit(String reason) {
    return "A row of " + table.table().name() + " does not fit its columns: " + reason;
  }
}
