package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.LongRows;
import plimsoll.flow.PageGroup;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Fault;

/** One worker's row groups, one after the other. */
final class ParquetReader implements BatchSource.Reader {
  private final ParquetRows rows;
  private final RejectLog rejects;
  private final Progress progress;
  private final PageUnpacker unpacker;
  private final Batch batch;
  private final int[] failed;
  private final boolean[] bad;
  private final int[] keep;
  private final NulledValues nulled;
  private @Nullable PlannedFile openName;
  private @Nullable ParquetFile open;
  private @Nullable GroupReader group;
  private ParquetRows.@Nullable Turn turn;
  private @Nullable PlannedFile refused; // its pages were tried once
  private long rowsBefore; // those of earlier groups of the file
  private RejectLog.@Nullable ChunkRejects rejectsOfGroup;

  ParquetReader(ParquetRows rows, RejectLog rejects, Progress progress, LongRows longRows) {
    this.rows = rows;
    this.rejects = rejects;
    this.progress = progress;
    unpacker = new PageUnpacker(longRows);
    batch = Batch.allocate(rows.table().schema());
    failed = new int[batch.capacity()];
    bad = new boolean[batch.capacity()];
    keep = new int[batch.capacity()];
    nulled = new NulledValues(rows.table().schema().size());
  }

  @Override
  public Batch next() throws IOException {
    while (true) {
      progress.checkStopped();
      if (group == null && !nextGroup()) {
        return Batch.EMPTY;
      }
      endBatch();
      int read = read();
      if (read == 0) {
        endGroup();
      } else if (convert(read) > 0) {
        return batch;
      }
    }
  }

  private boolean nextGroup() throws IOException {
    ParquetRows.Turn next = rows.next();
    if (next == null) {
      return false;
    }
    PlannedFile file = next.file();
    ParquetFile opened = open(file);
    rowsBefore = 0;
    for (int earlier = 0; earlier < next.group(); earlier++) {
      rowsBefore += opened.groups().get(earlier).getRowCount();
    }
    rejectsOfGroup = rejects.chunk(next.ordinal(), file.path(), next.group() == 0);
    turn = next;
    group = open(next, opened, false);
    return true;
  }

  private GroupReader open(ParquetRows.Turn of, ParquetFile opened, boolean copying) {
    return new GroupReader(
        opened,
        of.file(),
        of.group(),
        rows.table().schema(),
        rows.conversions(),
        unpacker,
        batch.capacity(),
        copying);
  }

  @Override
  public @Nullable PageGroup nextPages() throws IOException {
    if (group != null && !group.isAtEnd()) {
      return null;
    }
    if (group != null) {
      endBatch();
      endGroup();
    }
    progress.checkStopped();
    return nextGroup() ? offer() : null;
  }

  /** A file whose pages were refused once is not tried again: its rows would be read twice. */
  private @Nullable PageGroup offer() {
    ParquetRows.Turn of = turn;
    ParquetFile opened = open;
    if (of == null || opened == null || of.file().equals(refused) || current().rows() == 0) {
      return null;
    }
    GroupReader copying = open(of, opened, true);
    BlockMetaData block = opened.groups().get(of.group());
    CopiedGroup offered =
        new CopiedGroup(
            opened,
            of.file(),
            block,
            copying,
            batch,
            unpacker,
            progress,
            new CopiedGroup.End() {
              @Override
              public void taken() {
                endGroup();
              }

              @Override
              public void refused() {
                ParquetReader.this.refused = of.file();
              }
            });
    return offered.hasPages() ? offered : null;
  }

  private ParquetFile open(PlannedFile file) throws IOException {
    ParquetFile had = open;
    PlannedFile planned = openName;
    if (had != null && planned != null && file.path().equals(planned.path())) {
      return had;
    }
    closeFile();
    ParquetFile opened = rows.open(file);
    open = opened;
    openName = file;
    return file.requireSame(opened);
  }

  private int read() {
    GroupReader reading = current();
    long begin = System.nanoTime();
    int read = reading.next(batch.capacity());
    progress.read(reading.takeBytesRead(), System.nanoTime() - begin);
    return read;
  }

  private GroupReader current() {
    if (group == null) {
      throw new IllegalStateException("no row group is open");
    }
    return group;
  }

  /** Fills the batch; how many rows of it are good so far. */
  private int convert(int count) {
    GroupReader reading = current();
    batch.clear();
    Arrays.fill(bad, 0, count, false);
    int badRows = 0;
    for (int field = 0; field < reading.fields(); field++) {
      int failures = reading.convert(field, batch, failed);
      for (int i = 0; i < failures; i++) {
        badRows += handleBadValue(reading, field, failed[i]) ? 1 : 0;
      }
    }
    batch.rows(count);
    if (badRows > 0) {
      dropBad(count);
    }
    if (batch.rows() > 0 && openName != null) {
      openName.missing().accept(batch);
    }
    return batch.rows();
  }

  /** Whether the row is bad that was not before. */
  private boolean handleBadValue(GroupReader reading, int field, int row) {
    Column column = reading.column(field);
    if (rows.badValues() == BadValuePolicy.NULLIFY
        && column.nullable()
        && !reading.isBadRow(field, row)) {
      reading.nullify(field, row, batch);
      nulled.add(reading.target(field), row);
      return false;
    }
    if (bad[row]) {
      return false;
    }
    reject(row, reading.fault(field, row));
    return true;
  }

  private void dropBad(int count) {
    int kept = 0;
    for (int row = 0; row < count; row++) {
      if (!bad[row]) {
        keep[kept++] = row;
      }
    }
    batch.keep(keep, kept);
  }

  /** A row is reported with what the file says of it, from before anything was converted. */
  @Override
  public void reject(int record, Fault fault) {
    bad[record] = true;
    GroupReader reading = current();
    long line = reading.start() + record;
    RejectLog.ChunkRejects to = rejectsOfGroup;
    if (to == null) {
      throw new IllegalStateException("no row group is open");
    }
    if (rows.badValues() == BadValuePolicy.ABORT) {
      PlannedFile file = openName;
      throw ErrorCode.BAD_ROW.with(
          file == null ? rows.describe() : file.path(), place(rowsBefore + line), fault.sentence());
    }
    to.reject(line, 0, fault, reading.row(record, fault.column()).bytes());
  }

  private static String place(long line) {
    return "row " + (line + 1);
  }

  /** Values that became NULL count once no later stage can find their row bad. */
  private void endBatch() {
    RejectLog.ChunkRejects to = rejectsOfGroup;
    if (to != null) {
      nulled.count(bad, (column, values) -> to.nulled(nameOf(column), values));
    }
  }

  private String nameOf(int column) {
    return rows.table().schema().column(column).name();
  }

  private void endGroup() {
    GroupReader ended = group;
    RejectLog.ChunkRejects to = rejectsOfGroup;
    group = null;
    turn = null;
    rejectsOfGroup = null;
    if (to != null) {
      to.close(ended == null ? 0 : ended.rows());
    }
    batch.shrink();
    unpacker.shrink();
  }

  private void closeFile() throws IOException {
    ParquetFile had = open;
    open = null;
    openName = null;
    if (had != null) {
      had.close();
    }
  }

  @Override
  public long bufferedBytes() {
    return batch.footprint() + unpacker.footprint() + (group == null ? 0 : group.footprint());
  }

  @Override
  public void close() throws IOException {
    try {
      endGroup();
    } finally {
      closeFile();
    }
  }
}
