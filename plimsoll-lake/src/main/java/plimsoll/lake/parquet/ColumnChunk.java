package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ByteSink;

/** Compressed pages of one column that wait for their row group to end. */
final class ColumnChunk {
  /** What a page takes beside its bytes: its statistics, with bounds that are cut, and sizes. */
  static final long PAGE_OBJECTS = 512;

  private final ColumnDescriptor column;
  private final Compressor compressor;
  private final ByteSink bytes = new ByteSink();
  private final List<Page> pages = new ArrayList<>();
  private long values;
  private long plainBytes;

  ColumnChunk(ColumnDescriptor column, Compressor compressor) {
    this.column = column;
    this.compressor = compressor;
  }

  /** Compresses and keeps a page. */
  void add(
      ByteSink page,
      int pageValues,
      int pageRows,
      Encoding encoding,
      Statistics<?> statistics,
      long spanBytes)
      throws IOException {
    int start = bytes.size;
    int length = compressor.compress(page, bytes);
    SizeStatistics sizes =
        new SizeStatistics(
            column.getPrimitiveType(), spanBytes, new ArrayList<>(), new ArrayList<>());
    pages.add(
        new Page(start, length, page.size, pageValues, pageRows, encoding, statistics, sizes));
    values += pageValues;
    plainBytes += page.size;
  }

  /** Bytes of pages before compression. */
  long plainBytes() {
    return plainBytes;
  }

  /** Number of pages. */
  int pages() {
    return pages.size();
  }

  /** Bytes held. */
  long footprint() {
    return bytes.data.length + PAGE_OBJECTS * pages.size();
  }

  /** Bytes of complete pages, compressed, with what they take beside these. */
  long pendingBytes() {
    return bytes.size + PAGE_OBJECTS * pages.size();
  }

  /** Gives memory back that a filled row group needed; call it after {@link #flush}. */
  void shrink() {
    bytes.shrink();
  }

  /** Hands all pages on, the dictionary first, and forgets them. */
  void flush(ParquetFileWriter file, @Nullable ByteSink dictionary, int dictionarySize)
      throws IOException {
    file.startColumn(column, values, compressor.codec());
    if (dictionary != null) {
      int start = bytes.size;
      int length = compressor.compress(dictionary, bytes);
      file.writeDictionaryPage(
          new DictionaryPage(
              BytesInput.from(bytes.data, start, length),
              dictionary.size,
              dictionarySize,
              Encoding.PLAIN));
    }
    for (Page page : pages) {
      file.writeDataPage(
          page.values,
          page.plainLength,
          BytesInput.from(bytes.data, page.start, page.length),
          page.statistics,
          page.rows,
          Encoding.RLE,
          Encoding.RLE,
          page.encoding,
          null,
          null,
          page.sizes);
    }
    file.endColumn();
    clear();
  }

  void clear() {
    bytes.clear();
    pages.clear();
    values = 0;
    plainBytes = 0;
  }

  private record Page(
      int start,
      int length,
      int plainLength,
      int values,
      int rows,
      Encoding encoding,
      Statistics<?> statistics,
      SizeStatistics sizes) {}
}
