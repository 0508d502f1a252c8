package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;

/** The row group being filled: one encoder a column. Kept and reused after a flush. */
final class RowGroup {
  private final List<ColumnEncoder> encoders = new ArrayList<>();
  private final List<ColumnInput> inputs = new ArrayList<>();
  private final @Nullable ConstantColumn loadId; // null in a file of no table
  private int rows;

  RowGroup(MessageType message, Compressor compressor, Scratch scratch, long loadIdValue) {
    List<ColumnDescriptor> columns = message.getColumns();
    boolean stamped = message.containsField(LoadIdColumn.NAME);
    int last = columns.size() - (stamped ? 1 : 0);
    for (ColumnDescriptor column : columns.subList(0, last)) {
      encoders.add(encoder(column, compressor, scratch));
    }
    int first = 0;
    for (Type field : message.getFields().subList(0, message.getFieldCount() - (stamped ? 1 : 0))) {
      ColumnInput input = input(field, encoders.subList(first, encoders.size()));
      inputs.add(input);
      first += input.encoders();
    }
    loadId =
        stamped ? new ConstantColumn(columns.get(last), compressor, scratch, loadIdValue) : null;
  }

  /**
   * What takes the values of a column of the table.
   *
   * @param encoders begins with those of the column's leaves
   */
  static ColumnInput input(Type field, List<ColumnEncoder> encoders) {
    return field.isPrimitive()
        ? ColumnInput.flat(encoders.get(0))
        : new NestedColumn(field, encoders);
  }

  /** What encodes a leaf. */
  static ColumnEncoder encoder(ColumnDescriptor column, Compressor compressor, Scratch scratch) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> new BooleanEncoder(column, compressor, scratch);
      case INT32, INT64, FLOAT, DOUBLE -> new FixedEncoder(column, compressor, scratch);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> new SpanEncoder(column, compressor, scratch);
      default -> throw new IllegalArgumentException("No encoder for " + column);
    };
  }

  /** Adds the rows {@code at[from..to)} of a batch. */
  void add(Batch batch, int[] at, int from, int to) throws IOException {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).add(batch.column(i), at, from, to);
    }
    rows += to - from;
  }

  int rows() {
    return rows;
  }

  /** Number of columns in the file. */
  int columns() {
    return encoders.size() + (loadId == null ? 0 : 1);
  }

  /** Bytes of complete pages, before compression, with what each page takes in memory. */
  long plainBytes() {
    long bytes = 0;
    for (ColumnEncoder encoder : encoders) {
      bytes += encoder.plainBytes() + ColumnChunk.PAGE_OBJECTS * encoder.pages();
    }
    return bytes;
  }

  /** Number of complete pages. */
  int pages() {
    int pages = 0;
    for (ColumnEncoder encoder : encoders) {
      pages += encoder.pages();
    }
    return pages;
  }

  /** Bytes of memory held. */
  long footprint() {
    long bytes = 0;
    for (ColumnEncoder encoder : encoders) {
      bytes += encoder.footprint();
    }
    return bytes;
  }

  /** About how long the row group would be in the file, were it written now. */
  long pendingBytes() {
    long bytes = 0;
    for (ColumnEncoder encoder : encoders) {
      bytes += encoder.pendingBytes();
    }
    return bytes;
  }

  /** Gives all memory back that an empty row group does not need; call it after a flush. */
  void shrink() {
    encoders.forEach(ColumnEncoder::shrink);
  }

  /** Ends the pages being filled. */
  void endPages() throws IOException {
    for (ColumnEncoder encoder : encoders) {
      encoder.endPage();
    }
  }

  /** Writes the row group. */
  void flush(ParquetFileWriter file) throws IOException {
    file.startBlock(rows);
    for (ColumnEncoder encoder : encoders) {
      encoder.flush(file);
    }
    if (loadId != null) {
      loadId.flush(file, rows);
    }
    file.endBlock();
    rows = 0;
  }

  /** Metrics of the file that ended with the last flush, where its footer cannot tell them. */
  Stream<FieldMetrics<?>> takeFileMetrics() {
    return encoders.stream()
        .<FieldMetrics<?>>map(ColumnEncoder::takeFileMetrics)
        .filter(Objects::nonNull);
  }
}
