package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.List;
import plimsoll.model.Batch;
import plimsoll.pipeline.write.GroupWriter;
import plimsoll.pipeline.write.StoreWriter;

/** A row group that is taken over, some columns as their pages, others encoded anew. */
final class CopiedRowGroup implements GroupWriter {
  private final List<GroupColumn> columns;
  private final ConstantColumn loadId;
  private final long mostBytes;
  private final Sink sink;
  private long rows;

  /** Where it goes when it is whole. */
  interface Sink {
    void take(CopiedRowGroup group, StoreWriter.Pressure pressure) throws IOException;
  }

  /**
   * Without rows.
   *
   * @param columns of the table
   * @param mostBytes that columns which are encoded may hold until it ends
   */
  CopiedRowGroup(List<GroupColumn> columns, ConstantColumn loadId, long mostBytes, Sink sink) {
    this.columns = columns;
    this.loadId = loadId;
    this.mostBytes = mostBytes;
    this.sink = sink;
  }

  List<GroupColumn> columns() {
    return columns;
  }

  ConstantColumn loadId() {
    return loadId;
  }

  long rows() {
    return rows;
  }

  @Override
  public boolean add(Batch batch) throws IOException {
    boolean fits = true;
    long plain = 0;
    for (int i = 0; i < columns.size(); i++) {
      GroupColumn column = columns.get(i);
      fits &= column.add(batch.column(i), batch.rows());
      plain += column.plainBytes();
    }
    rows += batch.rows();
    return fits && plain < mostBytes && pagesBytes() < mostBytes;
  }

  /** What is kept of each page, however small it is. */
  private long pagesBytes() {
    return ColumnChunk.PAGE_OBJECTS * columns.stream().mapToLong(GroupColumn::pages).sum();
  }

  @Override
  public long bufferedBytes() {
    return columns.stream().mapToLong(GroupColumn::footprint).sum();
  }

  @Override
  public void finish(StoreWriter.Pressure pressure) throws IOException {
    sink.take(this, pressure);
  }
}
