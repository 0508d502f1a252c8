package plimsoll.pipeline.write;

import java.io.IOException;
import java.util.List;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.model.Table;

/**
 * Estimates what a writer would write from a part of the rows: the first batches, then one of
 * several. Encoding all of them would take as long as a load.
 */
public final class SampledWriter implements StoreWriter {
  private static final int FIRST_BATCHES = 16;
  private static final int ONE_OF = 16;

  private final Table table;
  private final StoreWriter writer;
  private long batches;
  private long rows;
  private long sampled;

  /**
   * Rows of a table.
   *
   * @param writer gets the sample; keeps nothing
   */
  public SampledWriter(Table table, StoreWriter writer) {
    this.table = table;
    this.writer = writer;
  }

  @Override
  public void write(Batch batch) throws IOException {
    rows += batch.rows();
    if (batches < FIRST_BATCHES || batches % ONE_OF == 0) {
      sampled += batch.rows();
      writer.write(batch);
    }
    batches++;
  }

  @Override
  public long bufferedBytes() {
    return writer.bufferedBytes();
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public Staged finish(Pressure pressure) throws IOException {
    long bytes = writer.finish(pressure).bytes();
    return new Estimate(
        table, rows, sampled == 0 ? 0 : Math.round((double) bytes / sampled * rows));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private record Estimate(Table table, long rows, long bytes) implements Staged {
    @Override
    public List<String> paths() {
      return List.of();
    }
  }
}
