package plimsoll.lake.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import plimsoll.flow.ByteSink;

/** A required BIGINT column with one value for all rows of a file: a dictionary of one, one run. */
final class ConstantColumn {
  private final ColumnDescriptor column;
  private final ColumnChunk chunk;
  private final ByteSink page;
  private final ByteSink dictionary = new ByteSink();
  private final long value;

  ConstantColumn(ColumnDescriptor column, Compressor compressor, Scratch scratch, long value) {
    this.column = column;
    page = scratch.page;
    this.value = value;
    chunk = new ColumnChunk(column, compressor);
    dictionary.putInt((int) value);
    dictionary.putInt((int) (value >>> Integer.SIZE));
  }

  /** Writes the column of a row group. */
  void flush(ParquetFileWriter file, int rows) throws IOException {
    page.clear();
    page.putByte(1);
    RunLength.run(0, rows, 1, page);
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    if (statistics instanceof LongStatistics longs) {
      longs.setMinMax(value, value);
    }
    chunk.add(page, rows, rows, Encoding.RLE_DICTIONARY, statistics, 0);
    chunk.flush(file, dictionary, 1);
  }
}
