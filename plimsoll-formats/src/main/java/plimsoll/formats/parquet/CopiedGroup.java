package plimsoll.formats.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Page;
import plimsoll.flow.PageColumn;
import plimsoll.flow.PageGroup;
import plimsoll.flow.Progress;
import plimsoll.model.Batch;

/**
 * A row group that may be copied: its rows are read and converted as ever, while it is noted where
 * their pages lie. A bad value ends that; the rows then come again and are rejected as ever.
 */
final class CopiedGroup implements PageGroup {
  private final ParquetFile open;
  private final PlannedFile file;
  private final GroupReader rows;
  private final Batch batch;
  private final int[] failed;
  private final PageUnpacker unpacker;
  private final Progress progress;
  private final End end;
  private final List<@Nullable PageColumn> columns = new ArrayList<>();
  private final @Nullable PageLog[] logs;
  private final long packedBytes;
  private long bytesRead;

  /** What comes of the group. */
  interface End {
    void taken();

    void refused();
  }

  /**
   * At the first row.
   *
   * @param block what the footer says of the group
   * @param rows reads it, with logs of its pages
   * @param batch refilled at each call
   */
  CopiedGroup(
      ParquetFile open,
      PlannedFile file,
      BlockMetaData block,
      GroupReader rows,
      Batch batch,
      PageUnpacker unpacker,
      Progress progress,
      End end) {
    this.open = open;
    this.file = file;
    this.rows = rows;
    this.batch = batch;
    this.unpacker = unpacker;
    this.progress = progress;
    this.end = end;
    packedBytes = block.getCompressedSize();
    failed = new int[batch.capacity()];
    logs = new PageLog[batch.width()];
    columns.addAll(Arrays.asList(new PageColumn[batch.width()]));
    for (int field = 0; field < rows.fields(); field++) {
      if (rows.log(field) != null) {
        Binding.Field of = file.binding().fields().get(field);
        logs[of.target()] = rows.log(field);
        columns.set(of.target(), column(of, block.getColumns().get(of.leaf())));
      }
    }
  }

  private static PageColumn column(Binding.Field field, ColumnChunkMetaData chunk) {
    Set<String> encodings =
        chunk.getEncodings().stream().map(Enum::name).collect(Collectors.toSet());
    return new PageColumn(
        field.type().physical().name(),
        field.descriptor().getPrimitiveType().getTypeLength(),
        field.descriptor().getMaxDefinitionLevel() > 0,
        chunk.getCodec().name(),
        encodings);
  }

  /** Whether there is anything to be copied. */
  boolean hasPages() {
    return Arrays.stream(logs).anyMatch(log -> log != null);
  }

  @Override
  public long rows() {
    return rows.rows();
  }

  @Override
  public long packedBytes() {
    return packedBytes;
  }

  @Override
  public List<@Nullable PageColumn> columns() {
    return columns;
  }

  @Override
  public @Nullable Batch next() {
    long begin = System.nanoTime();
    int count = rows.next(batch.capacity());
    long bytes = rows.takeBytesRead();
    bytesRead += bytes;
    progress.read(bytes, System.nanoTime() - begin);
    if (count == 0) {
      return Batch.EMPTY;
    }
    batch.clear();
    for (int field = 0; field < rows.fields(); field++) {
      PageLog log = rows.log(field);
      if ((log != null && !log.isCopyable()) || rows.convert(field, batch, failed) > 0) {
        return null;
      }
    }
    batch.rows(count);
    file.missing().accept(batch);
    return batch;
  }

  @Override
  public @Nullable Page dictionary(int column) {
    return log(column).dictionary();
  }

  @Override
  public List<Page> pages(int column) {
    return log(column).pages();
  }

  private PageLog log(int column) {
    PageLog log = logs[column];
    if (log == null) {
      throw new IllegalArgumentException("no pages of column " + column);
    }
    return log;
  }

  @Override
  public byte[] bytes(int column, Page page) throws IOException {
    long begin = System.nanoTime();
    byte[] bytes = unpacker.packed(page.length(), page.unpackedLength());
    try {
      new FileCursor(open.file(), page.position(), open.length()).readFully(bytes, page.length());
    } catch (EOFException e) {
      throw changed();
    }
    progress.read(0, System.nanoTime() - begin); // its bytes were counted when it was checked
    if (PageLog.checksum(bytes, page.length()) != page.checksum()) {
      throw changed();
    }
    return bytes;
  }

  private RuntimeException changed() {
    return ErrorCode.BAD_PARQUET.with(
        file.path(), "it was changed while it was being loaded. Load it again.");
  }

  @Override
  public long bufferedBytes() {
    return batch.footprint() + unpacker.footprint() + rows.footprint();
  }

  @Override
  public void taken() {
    end.taken();
  }

  @Override
  public void refused() {
    progress.read(-bytesRead, 0); // they are read again
    end.refused();
  }
}
