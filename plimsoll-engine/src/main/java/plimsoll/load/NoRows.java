package plimsoll.load;

import java.util.Arrays;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;

/** The rows of a load that brings none. */
record NoRows(String describe, int columns) implements BatchSource {
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
    boolean[] all = new boolean[columns];
    Arrays.fill(all, true);
    return all;
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return new Reader() {
      @Override
      public Batch next() {
        return Batch.EMPTY;
      }

      @Override
      public void reject(int record, Fault fault) {
        throw new IllegalStateException("there is no row to reject");
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String digest() {
    return "";
  }

  @Override
  public void close() {}
}
