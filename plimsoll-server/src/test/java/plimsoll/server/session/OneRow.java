package plimsoll.server.session;

import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** One row, 99 in the first column and nothing else. */
final class OneRow implements BatchSource {
  private final Schema schema;

  OneRow(Schema schema) {
    this.schema = schema;
  }

  @Override
  public String describe() {
    return "one row";
  }

  @Override
  public long totalBytes() {
    return 0;
  }

  @Override
  public int maxWorkers() {
    return 1;
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
  public Reader newReader(RejectLog rejects, Progress progress) {
    return new Reader() {
      private boolean read;

      @Override
      public Batch next() {
        if (read) {
          return Batch.EMPTY;
        }
        read = true;
        Batch batch = Batch.allocate(schema);
        ((Vector.Ints) batch.column(0)).values[0] = 99;
        batch.rows(1);
        return batch;
      }

      @Override
      public void reject(int record, Fault fault) {
        throw new AssertionError(fault.reason());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
