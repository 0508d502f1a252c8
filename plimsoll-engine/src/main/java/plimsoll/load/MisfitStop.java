package plimsoll.load;

import plimsoll.error.ErrorCode;
import plimsoll.flow.RejectLog;
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

  private void check(ErrorCode error, String value, String column) {
    if (error == ErrorCode.BAD_VALUE) {
      String type = schema.column(schema.indexOf(column)).type().sql();
      throw ErrorCode.MISFIT.with(value, column, type);
    }
  }

  @Override
  public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    return new Chunk(log.chunk(ordinal, input, firstOfInput));
  }

  @Override
  public void add(RejectedRow row) {
    check(row.error(), row.value(), row.column());
    log.add(row);
  }

  private final class Chunk implements ChunkRejects {
    private final ChunkRejects rows;

    Chunk(ChunkRejects rows) {
      this.rows = rows;
    }

    @Override
    public void reject(
        long lineInChunk,
        long byteOffset,
        ErrorCode error,
        String reason,
        String column,
        String value,
        byte[] data,
        int start,
        int end) {
      check(error, value, column);
      rows.reject(lineInChunk, byteOffset, error, reason, column, value, data, start, end);
    }

    @Override
    public void nulled(String column) {
      rows.nulled(column);
    }

    @Override
    public void close(long lines) {
      rows.close(lines);
    }
  }
}
