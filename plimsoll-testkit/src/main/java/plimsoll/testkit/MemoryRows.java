package plimsoll.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** Rows of one BIGINT column, from memory, in batches of a given size; null is NULL. */
public final class MemoryRows implements BatchSource {
  private final Schema schema;
  private final List<@Nullable Long> values;
  private final int batchSize;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Runnable beforeBatch = () -> {};

  /** Those values for a table whose first column is BIGINT. */
  public MemoryRows(Schema schema, List<@Nullable Long> values, int batchSize) {
    this.schema = schema;
    this.values = values;
    this.batchSize = batchSize;
  }

  /** Runs something before each batch, for example to wait or to fail. */
  public MemoryRows beforeBatch(Runnable action) {
    beforeBatch = action;
    return this;
  }

  /** Whether it was closed. */
  public boolean closed() {
    return closed.get();
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public long totalBytes() {
    return values.size() * 8L;
  }

  @Override
  public int maxWorkers() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean[] columnsPresent() {
    boolean[] present = new boolean[schema.size()];
    present[0] = true;
    return present;
  }

  @Override
  public String digest() {
    return "";
  }

  @Override
  public void close() {
    closed.set(true);
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    Batch batch = Batch.allocate(schema);
    return new Reader() {
      private int first;

      @Override
      public Batch next() {
        beforeBatch.run();
        first = next.getAndAdd(batchSize);
        int rows = Math.max(0, Math.min(batchSize, values.size() - first));
        batch.clear();
        for (int row = 0; row < rows; row++) {
          Long value = values.get(first + row);
          if (value == null) {
            batch.column(0).setNull(row);
          } else if (batch.column(0) instanceof Vector.Longs longs) {
            longs.values[row] = value;
          }
        }
        batch.rows(rows);
        return batch;
      }

      @Override
      public void reject(int record, Fault fault) {
        String text = String.valueOf(values.get(first + record));
        rejects.add(
            new RejectedRow(
                "memory", first + record + 1L, 0, fault, text.getBytes(StandardCharsets.UTF_8)));
      }

      @Override
      public void close() {}
    };
  }
}
