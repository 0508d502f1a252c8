package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import plimsoll.model.Vector;

/** A column of a row group that is taken over: its pages are copied, or its values encoded. */
interface GroupColumn {
  /**
   * Adds the first rows of a vector.
   *
   * @return false if a page cannot be copied
   */
  boolean add(Vector vector, int rows) throws IOException;

  /** Writes the column of the row group. */
  void flush(ParquetFileWriter file) throws IOException;

  /**
   * Tells what the file's footer cannot tell of the row group; to be asked after {@link #flush}.
   */
  void metrics(Consumer<FieldMetrics<?>> to);

  /** How many columns it is in the file. */
  int leaves();

  int pages();

  /** Encoded bytes that wait for the end of the row group. */
  long plainBytes();

  long footprint();
}
