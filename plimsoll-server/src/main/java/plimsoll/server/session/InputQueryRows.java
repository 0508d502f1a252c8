package plimsoll.server.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.LongRows;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.load.LoadPlan;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.InsertTarget;
import plimsoll.query.Query;
import plimsoll.query.QueryRows;
import plimsoll.query.Scan;
import plimsoll.query.ScanFiles;
import plimsoll.server.scan.ScanLimit;
import plimsoll.server.scan.ScannedRows;
import plimsoll.sql.query.CompiledQuery;

/**
 * What a query makes of a load's input, as the rows of that load. First all of the input is read,
 * by as many workers as the load has, into files that the query can ask; then the query runs. Bad
 * rows of both are the load's.
 */
final class InputQueryRows implements BatchSource {
  private final SqlServices services;
  private final LoadPlan input;
  private final CompiledQuery query;
  private final InsertTarget target;
  private final QueryTables tables;
  private final ScanLimit limit;
  private @Nullable ScannedRows scanned;
  private @Nullable QueryRows result;
  private boolean closed;

  /**
   * Nothing is read yet.
   *
   * @param input how the input is read
   * @param query of the input's table and of those that were looked up
   * @param limit of reading these
   */
  InputQueryRows(
      SqlServices services,
      LoadPlan input,
      CompiledQuery query,
      InsertTarget target,
      QueryTables tables,
      ScanLimit limit) {
    this.services = services;
    this.input = input;
    this.query = query;
    this.target = target;
    this.tables = tables;
    this.limit = limit;
  }

  @Override
  public String describe() {
    return input.rows().describe();
  }

  @Override
  public long totalBytes() {
    return input.rows().totalBytes();
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
    return input.rows().digest();
  }

  @Override
  public void prepare(RejectLog rejects, Progress progress) {
    ScannedRows read = services.inputScans().open(input, rejects, progress);
    scanned = read;
    Query asked = new Query(query.sql(), scans(read), input.bounds().timeout());
    progress.passed(tables.lenience());
    begin(new QueryRows(services.engine(), asked, target));
  }

  private List<Scan> scans(ScannedRows read) {
    Table table = input.table();
    List<Scan> scans = new ArrayList<>();
    for (TableName name : query.tables()) {
      scans.add(
          name.equals(table.name())
              ? ScanFiles.of(name, table.schema().columns(), read.files())
              : tables.scan(name, query));
    }
    return scans;
  }

  private synchronized void begin(QueryRows rows) {
    result = rows;
    if (closed) {
      rows.close();
    }
  }

  private synchronized QueryRows result() {
    QueryRows rows = result;
    if (rows == null) {
      throw ErrorCode.BROKEN_INVARIANT.with("a query is read before its input");
    }
    return rows;
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return result().newReader(rejects, progress);
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress, LongRows longRows) {
    return result().newReader(rejects, progress, longRows);
  }

  /** Stops what is being read. */
  @Override
  public void close() throws IOException {
    limit.stop(ErrorCode.CANCELLED.with("it was stopped"));
    try {
      input.rows().close();
    } finally {
      stopQuery();
    }
  }

  private synchronized void stopQuery() {
    closed = true;
    if (result != null) {
      result.close();
    }
  }

  /** Removes the files that the query asked; its load is over. */
  void release() {
    if (scanned != null) {
      scanned.close();
    }
  }
}
