package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.Page;
import plimsoll.flow.PageGroup;
import plimsoll.model.Vector;

/**
 * A column whose pages are copied. Headers, statistics and indexes are made anew, from the values:
 * nothing is believed of what the file says of them.
 */
final class CopiedColumn implements GroupColumn {
  private final PageGroup group;
  private final int position;
  private final ColumnDescriptor column;
  private final CompressionCodecName codec;
  private final Scratch scratch;
  private final PageRange range;
  private final List<Written> done = new ArrayList<>();
  private int rowsInPage;
  private int nullsInPage;
  private long rows;
  private long nulls;

  /** What a page's header and index say of it. */
  private record Written(Statistics<?> statistics, int nulls, long spanBytes) {}

  /**
   * Without rows.
   *
   * @param position of the column in the table
   * @param column as it is in the file that is written
   */
  CopiedColumn(
      PageGroup group,
      int position,
      ColumnDescriptor column,
      CompressionCodecName codec,
      Scratch scratch) {
    this.group = group;
    this.position = position;
    this.column = column;
    this.codec = codec;
    this.scratch = scratch;
    range = PageRange.of(column, scratch);
  }

  @Override
  public boolean add(Vector vector, int more) {
    Page page = group.pages(position).get(done.size());
    boolean repeated = page.encoding().equals(Encoding.RLE_DICTIONARY.name());
    if (vector.hasNulls()) {
      int present = 0;
      for (int row = 0; row < more; row++) {
        scratch.present[present] = row;
        present += vector.isNull(row) ? 0 : 1;
      }
      range.add(vector, scratch.present, present, repeated);
      nullsInPage += more - present;
    } else {
      range.add(vector, ColumnEncoder.ALL, more, repeated);
    }
    rowsInPage += more;
    if (rowsInPage == page.values()) {
      endPage();
    }
    return PageFit.takes(column.getPrimitiveType(), page.encoding());
  }

  private void endPage() {
    Statistics<?> statistics = range.takeStatistics();
    if (!statistics.isEmpty()) {
      statistics.incrementNumNulls(nullsInPage);
    }
    done.add(new Written(statistics, nullsInPage, range.spanBytes()));
    rows += rowsInPage;
    nulls += nullsInPage;
    rowsInPage = 0;
    nullsInPage = 0;
  }

  @Override
  public void flush(ParquetFileWriter file) throws IOException {
    file.startColumn(column, rows, codec);
    Page dictionary = group.dictionary(position);
    if (dictionary != null) {
      byte[] bytes = group.bytes(position, dictionary);
      file.writeDictionaryPage(
          new DictionaryPage(
              BytesInput.from(bytes, 0, dictionary.length()),
              dictionary.unpackedLength(),
              dictionary.values(),
              Encoding.PLAIN));
    }
    List<Page> pages = group.pages(position);
    for (int i = 0; i < done.size(); i++) {
      Page page = pages.get(i);
      byte[] bytes = group.bytes(position, page);
      if (page.kind() == Page.Kind.VERSION_1) {
        write(file, page, bytes, done.get(i));
      } else {
        writeVersion2(file, page, bytes, done.get(i));
      }
    }
    file.endColumn();
  }

  private void write(ParquetFileWriter file, Page page, byte[] bytes, Written written)
      throws IOException {
    file.writeDataPage(
        page.values(),
        page.unpackedLength(),
        BytesInput.from(bytes, 0, page.length()),
        written.statistics(),
        page.values(),
        Encoding.RLE,
        Encoding.RLE,
        Encoding.valueOf(page.encoding()),
        null,
        null,
        sizes(written));
  }

  private void writeVersion2(ParquetFileWriter file, Page page, byte[] bytes, Written written)
      throws IOException {
    int levels = page.levelBytes();
    file.writeDataPageV2(
        page.values(),
        written.nulls(),
        page.values(),
        BytesInput.empty(),
        BytesInput.from(bytes, 0, levels),
        Encoding.valueOf(page.encoding()),
        BytesInput.from(bytes, levels, page.length() - levels),
        page.packed(),
        page.unpackedLength() - levels,
        written.statistics(),
        null,
        null,
        sizes(written));
  }

  private SizeStatistics sizes(Written written) {
    PrimitiveType type = column.getPrimitiveType();
    return new SizeStatistics(type, written.spanBytes(), new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public void metrics(Consumer<FieldMetrics<?>> to) {
    @Nullable FieldMetrics<?> metrics = range.metrics(rows, nulls);
    if (metrics != null) {
      to.accept(metrics);
    }
  }

  @Override
  public int leaves() {
    return 1;
  }

  @Override
  public int pages() {
    return done.size();
  }

  /** What is copied does not wait. */
  @Override
  public long plainBytes() {
    return 0;
  }

  @Override
  public long footprint() {
    return ColumnChunk.PAGE_OBJECTS * done.size();
  }
}
