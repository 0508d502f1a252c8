package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * Encodes one column of a row group, page by page, while batches arrive.
 *
 * <p>A page ends at {@link #PAGE_ROWS} rows or {@link #PAGE_BYTES} bytes, is encoded, compressed
 * and kept in its {@link ColumnChunk}. Subclasses hold the values of the current page and choose
 * among encodings.
 */
abstract class ColumnEncoder {
  /** Rows after which a page ends. */
  static final int PAGE_ROWS = 32_768;

  /** Bytes after which a page ends. */
  static final int PAGE_BYTES = 1 << 20;

  /** Row positions of a batch without selection. */
  static final int[] ALL = IntStream.range(0, Batch.CAPACITY).toArray();

  /** A dictionary with more values than this is given up. */
  static final int MAX_DICTIONARY = 1 << 16;

  /** So many values are looked at before a dictionary may be given up early. */
  static final int PROBE_VALUES = 8_192;

  /** What an encoder takes beside its arrays. */
  private static final long OBJECT_BYTES = 1 << 10;

  /** How much shorter pages become, about. */
  private static final int COMPRESSION = 3;

  final ColumnDescriptor column;
  private final boolean optional;
  private final Levels levels = new Levels();
  private final @Nullable NestedLevels nested;
  private final ColumnChunk chunk;
  final Scratch scratch;
  private long fileRows;
  private long fileNulls;

  /**
   * For one column.
   *
   * @param scratch shared by the encoders of a writer
   */
  ColumnEncoder(ColumnDescriptor column, Compressor compressor, Scratch scratch) {
    this.column = column;
    this.scratch = scratch;
    optional = column.getMaxDefinitionLevel() > 0;
    nested = column.getPath().length > 1 ? new NestedLevels(column) : null;
    chunk = new ColumnChunk(column, compressor);
  }

  /** Adds the rows {@code at[from..to)} of a vector. */
  final void add(Vector vector, int[] at, int from, int to) throws IOException {
    if (to - from > 1 && isTooWide(vector, at, from, to)) {
      int middle = (from + to) >>> 1;
      add(vector, at, from, middle);
      add(vector, at, middle, to);
      return;
    }
    if (vector.hasNulls()) {
      int count = selectPresent(vector, at, from, to);
      addValues(vector, scratch.present, 0, count);
    } else {
      levels.addPresent(to - from);
      addValues(vector, at, from, to);
    }
    if (levels.rows() >= scratch.pageRows() || pageIsFull()) {
      endPage();
    }
  }

  /** Levels of the current page, for a column inside a nested one. */
  final NestedLevels nested() {
    if (nested == null) {
      throw new IllegalStateException(column + " is not nested");
    }
    return nested;
  }

  /** Whether a row of a nested column has begun, so that no page can end here. */
  final boolean isMidRow() {
    return nested != null && nested.isMidRow();
  }

  /** Ends the page behind a whole row of a nested column if it is long enough. */
  final void endRow() throws IOException {
    if (nested().size() >= scratch.pageRows() || pageIsFull()) {
      endPage();
    }
  }

  private int selectPresent(Vector vector, int[] at, int from, int to) {
    int[] present = scratch.present;
    int count = 0;
    for (int i = from; i < to; i++) {
      boolean isPresent = !vector.isNull(at[i]);
      levels.add(isPresent);
      present[count] = at[i];
      count += isPresent ? 1 : 0;
    }
    if (count < to - from && !optional) {
      throw ErrorCode.NULL_VALUE.with(column.getPath()[0]);
    }
    return count;
  }

  /** Takes the values at those positions; none of them is NULL. */
  abstract void addValues(Vector vector, int[] at, int from, int to) throws IOException;

  /** Whether the rows hold so many bytes that they must not come into one page. */
  boolean isTooWide(Vector vector, int[] at, int from, int to) {
    return false;
  }

  /** Whether the values of the page are enough for one. */
  abstract boolean pageIsFull();

  /** Appends the values of the current page, says how, and forgets them. */
  abstract Encoding encodeValues(ByteSink out) throws IOException;

  /** Range of the values of the current page, without its NULL count. Asked before encoding. */
  abstract Statistics<?> statistics();

  /** Bytes of variable-length values in the current page, without lengths. */
  long spanBytes() {
    return 0;
  }

  /** The dictionary page if pages used one. */
  abstract @Nullable ByteSink dictionary();

  abstract int dictionarySize();

  /** Forgets what belongs to the row group. */
  abstract void reset();

  /** Bytes held for values. */
  abstract long valueFootprint();

  /** What the file's footer cannot tell; null if it tells all. */
  @Nullable FieldMetrics<?> fileMetrics(long rows, long nulls) {
    return null;
  }

  /** Metrics of the file that ends here where the footer cannot tell them, or null. */
  final @Nullable FieldMetrics<?> takeFileMetrics() {
    FieldMetrics<?> metrics = fileMetrics(fileRows, fileNulls);
    fileRows = 0;
    fileNulls = 0;
    return metrics;
  }

  /** Closes the current page if it has rows. */
  final void endPage() throws IOException {
    if (nested != null) {
      endNestedPage(nested);
    } else if (levels.rows() > 0) {
      ByteSink page = scratch.page;
      page.clear();
      if (optional) {
        levels.encode(page);
      }
      endPage(levels.rows(), levels.rows(), levels.nulls());
      levels.clear();
    }
  }

  private void endNestedPage(NestedLevels ended) throws IOException {
    if (ended.size() > 0) {
      ByteSink page = scratch.page;
      page.clear();
      ended.encode(page);
      endPage(ended.size(), ended.rows(), ended.nulls());
      ended.clear();
    }
  }

  private void endPage(int values, int rows, int nulls) throws IOException {
    Statistics<?> statistics = statistics();
    if (!statistics.isEmpty()) {
      statistics.incrementNumNulls(nulls);
    }
    long spanBytes = spanBytes();
    Encoding encoding = encodeValues(scratch.page);
    chunk.add(scratch.page, values, rows, encoding, statistics, spanBytes);
    Scratch.empty(scratch.page);
    fileRows += values;
    fileNulls += nulls;
  }

  /** Ends the column of the row group. */
  final void flush(ParquetFileWriter file) throws IOException {
    endPage();
    chunk.flush(file, dictionary(), dictionarySize());
    reset();
  }

  /** Bytes of this row group so far, before compression. */
  final long plainBytes() {
    return chunk.plainBytes();
  }

  /** Pages of this row group that are complete. */
  final int pages() {
    return chunk.pages();
  }

  /** About what of this row group is there to be written, compressed, with what its pages take. */
  final long pendingBytes() {
    return chunk.pendingBytes() + openBytes() / COMPRESSION;
  }

  /** Bytes of the values of the current page. */
  abstract long openBytes();

  /** Gives all memory back that an empty row group does not need; call it after a flush. */
  final void shrink() {
    chunk.shrink();
    levels.shrink();
    if (nested != null) {
      nested.shrink();
    }
    shrinkValues();
  }

  /** Gives back what was for values, of which there are none. */
  abstract void shrinkValues();

  /** Bytes of memory held. */
  final long footprint() {
    long levelBytes = nested == null ? levels.footprint() : nested.footprint();
    return OBJECT_BYTES + chunk.footprint() + valueFootprint() + levelBytes;
  }
}
