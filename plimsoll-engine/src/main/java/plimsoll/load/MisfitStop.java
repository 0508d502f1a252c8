package plimsoll.load;

import plimsoll.error.ErrorCode;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;

/**
 * Ends a load at the first value that does not fit its column, where the column's type is only a
 * guess: the guess is wrong then, not the row. Rows that are bad otherwise are filtered as ever.
 */
final class MisfitStop implements RejectLog {
  private final RejectLog log;
  private final Schema schema;

  /**
   * A log that ends the load early.
   *
   * @param schema of the table, whose types are guesses
   */
  MisfitStop(RejectLog log, Schema schema) {
    this.log = log;
    this.schema = schema;
  }

  private void check(Fault fault) {
    if (fault.error() == ErrorCode.BAD_VALUE) {
      String type = schema.column(schema.indexOf(fault.column())).type().sql();
      throw ErrorCode.MISFIT.with(fault.value(), fault.column(), type);
    }
  }

  @Override
  public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    return new Chunk(log.chunk(ordinal, input, firstOfInput));
  }

  @Override
  public void add(RejectedRow row) {
    check(row.fault());
    log.add(row);
  }

  private final class Chunk implements ChunkRejects {
    private final ChunkRejects rows;

    Chunk(ChunkRejects rows) {
      this.rows = rows;
    }

    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      check(fault);
      rows.reject(lineInChunk, byteOffset, fault, row);
    }

    @Override
    public void nulled(String column, long values) {
      rows.nulled(column, values);
    }

    @Override
    public void padded(long count) {
      rows.padded(count);
    }

    @Override
    public void cut(long count) {
      rows.cut(count);
    }

    @Override
    public void close(long lines) {
      rows.close(lines);
    }
  }
}
