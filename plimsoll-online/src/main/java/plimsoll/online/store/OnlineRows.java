package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;

/** Rows of the online store as batches, in the order of an index: a picture of one moment. */
public final class OnlineRows implements Closeable {
  /** Bytes of values after which a batch ends. */
  private static final int MOST_BATCH_BYTES = 4 << 20;

  private final Gate gate;
  private final EntryScan entries;
  private final RowCodec codec = new RowCodec();
  private final long limit;
  private final long mostBytes;
  private long left;
  private long bytesRead;

  /**
   * Within a use of the store.
   *
   * @param mostBytes of values, behind which NotAtOnceException is thrown
   */
  OnlineRows(Gate gate, EntryScan entries, long limit, long mostBytes) {
    this.gate = gate;
    this.mostBytes = mostBytes;
    this.entries = gate.opened(entries);
    this.limit = limit < 0 ? Long.MAX_VALUE : limit;
    left = this.limit;
  }

  /** Begins again, with the first row of the same moment. */
  public void rewind() {
    Gate.Pass pass = gate.enter();
    try {
      entries.rewind();
      left = limit;
      bytesRead = 0;
    } finally {
      pass.close();
    }
  }

  /**
   * Fills a batch of the table's columns with the next rows.
   *
   * @return false if there are none
   * @throws NotAtOnceException of rows that are to be read at once; the batch is not to be used
   * @throws plimsoll.error.PlimsollException SHUTTING_DOWN if the store was closed meanwhile
   */
  public boolean next(Batch batch) throws IOException {
    Gate.Pass pass = gate.enter();
    try {
      return fill(batch);
    } finally {
      pass.close();
    }
  }

  private boolean fill(Batch batch) throws IOException {
    batch.clear();
    int row = 0;
    long bytes = 0;
    while (row < batch.capacity() && bytes < MOST_BATCH_BYTES && left > 0 && entries.next()) {
      byte[] value = entries.value();
      bytesRead += value.length;
      if (bytesRead > mostBytes) {
        throw new NotAtOnceException();
      }
      codec.read(value, RowValue.rowStart(value), batch, row++);
      bytes += value.length;
      left--;
    }
    batch.rows(row);
    return row > 0;
  }

  @Override
  public void close() {
    gate.close(entries);
  }
}
