package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.Type;
import plimsoll.model.Vector;

/** A column whose values are encoded, beside others whose pages are copied. */
final class EncodedColumn implements GroupColumn {
  private final List<ColumnEncoder> encoders;
  private final ColumnInput input;

  /**
   * Without rows.
   *
   * @param leaves the column's, in their order
   */
  EncodedColumn(Type field, List<ColumnDescriptor> leaves, Compressor compressor, Scratch scratch) {
    encoders = leaves.stream().map(leaf -> RowGroup.encoder(leaf, compressor, scratch)).toList();
    input = RowGroup.input(field, encoders);
  }

  @Override
  public boolean add(Vector vector, int rows) throws IOException {
    input.add(vector, ColumnEncoder.ALL, 0, rows);
    return true;
  }

  @Override
  public void flush(ParquetFileWriter file) throws IOException {
    for (ColumnEncoder encoder : encoders) {
      encoder.flush(file);
    }
  }

  @Override
  public void metrics(Consumer<FieldMetrics<?>> to) {
    for (ColumnEncoder encoder : encoders) {
      FieldMetrics<?> metrics = encoder.takeFileMetrics();
      if (metrics != null) {
        to.accept(metrics);
      }
    }
  }

  @Override
  public int leaves() {
    return encoders.size();
  }

  @Override
  public int pages() {
    return encoders.stream().mapToInt(ColumnEncoder::pages).sum();
  }

  @Override
  public long plainBytes() {
    return encoders.stream().mapToLong(ColumnEncoder::plainBytes).sum();
  }

  @Override
  public long footprint() {
    return encoders.stream().mapToLong(ColumnEncoder::footprint).sum();
  }
}
