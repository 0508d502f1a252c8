package plimsoll.online.compare;

import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.online.key.KeyColumns;
import plimsoll.online.key.RowHash;
import plimsoll.online.table.OnlineIndex;

/** Key and hash of one row after the other, as the store has them. One thread's. */
final class RowDigest {
  private final OnlineIndex index;
  private final ByteSink bytes = new ByteSink();

  /** Bytes of the current row's key columns. */
  final ByteSink key = new ByteSink();

  /** Hash of the current row. */
  long hash;

  RowDigest(OnlineIndex index) {
    this.index = index;
  }

  /** Takes a row. */
  void of(Batch batch, int row) {
    key.clear();
    KeyColumns.write(batch, index.keys(), row, key);
    bytes.clear();
    RowCodec.write(batch, row, bytes);
    hash = RowHash.of(bytes.data, 0, bytes.size);
  }
}
