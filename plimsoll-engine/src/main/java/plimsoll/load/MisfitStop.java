package plimsoll.load;

import plimsoll.error.ErrorCode;
import plimsoll.flow.RejectLog;
import plimsoll.model.RejectedRow;

/**
 * Ends a load at the first value that does not fit its column, where the column's type is only a
 * guess: the guess is wrong then, not the row. Rows that are bad otherwise are filtered as ever.
 */
final class MisfitStop implements RejectLog {
  private final RejectLog log;

  MisfitStop(RejectLog log) {
    this.log = log;
  }

  private static void check(ErrorCode error, String value, String column, String reason) {
    if (error == ErrorCode.BAD_VALUE) {
      throw ErrorCode.MISFIT.with(value, column, reason);
    }
  }

  @Override
  public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    return new Chunk(log.chunk(ordinal, input, firstOfInput));
  }

  @Override
  public void add(RejectedRow row) {
    check(row.error(), row.value(), row.column(), row.reason());
    log.add(row);
  }

  private record Chunk(ChunkRejects rows) implements ChunkRejects {
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
      check(error, value, column, reason);
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
