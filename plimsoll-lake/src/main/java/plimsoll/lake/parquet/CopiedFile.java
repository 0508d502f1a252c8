package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import plimsoll.pipeline.write.StoreWriter.Pressure;

/** A data file that gets row groups of others. */
final class CopiedFile {
  private final DataFileOutput output;
  private final Map<Integer, FieldMetrics<?>> metrics = new TreeMap<>();

  CopiedFile(DataFileOutput output) {
    this.output = output;
  }

  /** Its columns. */
  MessageType message() {
    return output.message();
  }

  long length() {
    return output.length();
  }

  /** What is held for the end of the file. */
  long indexBytes() {
    return output.indexBytes();
  }

  /** Writes a row group all of whose rows were added. */
  void add(CopiedRowGroup group, Pressure pressure) throws IOException {
    ParquetFileWriter file = output.started();
    file.startBlock(group.rows());
    for (GroupColumn column : group.columns()) {
      pressure.look();
      column.flush(file);
      column.metrics(more -> metrics.merge(more.id(), more, CopiedFile::merge));
      output.addIndex(column.leaves(), column.pages());
    }
    group.loadId().flush(file, Math.toIntExact(group.rows()));
    output.addIndex(1, 1);
    file.endBlock();
  }

  /** Of two row groups of one column, which is FLOAT or DOUBLE: others have all in the footer. */
  private static FieldMetrics<?> merge(FieldMetrics<?> one, FieldMetrics<?> other) {
    return merged(one, other, Comparator.comparingDouble(value -> ((Number) value).doubleValue()));
  }

  private static FieldMetrics<?> merged(
      FieldMetrics<?> one, FieldMetrics<?> other, Comparator<Object> order) {
    long values = one.valueCount() + other.valueCount();
    long nulls = one.nullValueCount() + other.nullValueCount();
    long nans = one.nanValueCount() + other.nanValueCount();
    if (!one.hasBounds() && !other.hasBounds()) {
      return new FieldMetrics<>(one.id(), values, nulls, nans);
    }
    FieldMetrics<?> bounded = one.hasBounds() ? one : other;
    FieldMetrics<?> second = other.hasBounds() ? other : one;
    Object lower =
        order.compare(bounded.lowerBound(), second.lowerBound()) <= 0
            ? bounded.lowerBound()
            : second.lowerBound();
    Object upper =
        order.compare(bounded.upperBound(), second.upperBound()) >= 0
            ? bounded.upperBound()
            : second.upperBound();
    return new FieldMetrics<>(one.id(), values, nulls, nans, lower, upper);
  }

  /** Ends and syncs the file. */
  DataFile finish() throws IOException {
    return output.finish(null, metrics.values().stream());
  }

  /** Gives the file up. */
  void abandon() throws IOException {
    output.abandon();
  }
}
