package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import plimsoll.flow.Chunk;
import plimsoll.flow.RecordCutter;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/** Reads bytes in chunks as a load does, and keeps all that comes out of it, cheaply. */
final class ChunkedCsv implements RowRejects {
  private static final int BEFORE = 3;
  private static final int BEHIND = 4;

  private final Format format;
  private final byte[] input;
  private final int from;
  private final StringBuilder rows = new StringBuilder();
  private final long[] nulled = new long[Byte.SIZE];
  private Reject[] rejects = new Reject[8];
  private int rejectCount;
  private long lines;

  /** A rejected row and all that is told of it. */
  private record Reject(
      long byteOffset, long line, Fault fault, int markStart, int markEnd, String raw) {}

  /** The bytes of an input from that place on. */
  ChunkedCsv(Format format, byte[] input, int from) {
    this.format = format;
    this.input = input;
    this.from = from;
  }

  /** In chunks of about that many bytes. */
  ChunkedCsv read(FormatReader reader, int chunkSize) {
    RecordCutter cutter = format.newCutter();
    int start = from;
    int ordinal = 0;
    int size = chunkSize;
    while (start < input.length) {
      int end = Math.min(input.length, start + size);
      byte[] buffer = buffer(start, end);
      int cut = end;
      if (end < input.length) {
        cut = start - BEFORE + cutter.lastRecordEnd(buffer, BEFORE, BEFORE + end - start);
      }
      if (cut == start) {
        size *= 2;
        continue;
      }
      size = chunkSize;
      Chunk chunk =
          Chunk.of("input", buffer, BEFORE, BEFORE + cut - start, ordinal++, start - from);
      read(reader, chunk);
      start = cut;
    }
    sortRejects();
    return this;
  }

  private void sortRejects() {
    Arrays.sort(rejects, 0, rejectCount, Comparator.comparingLong(Reject::byteOffset));
    for (int i = 1; i < rejectCount; i++) {
      if (rejects[i].byteOffset == rejects[i - 1].byteOffset) {
        throw new AssertionError("rejected twice: " + rejects[i]);
      }
    }
  }

  /** Whether the same came out of another reading. */
  boolean isLike(ChunkedCsv other) {
    return lines == other.lines
        && rows.compareTo(other.rows) == 0
        && Arrays.equals(nulled, other.nulled)
        && Arrays.equals(rejects, 0, rejectCount, other.rejects, 0, other.rejectCount);
  }

  @Override
  public String toString() {
    return rows
        + "rejects "
        + Arrays.toString(Arrays.copyOf(rejects, rejectCount))
        + "\nnulled "
        + Arrays.toString(nulled)
        + "\nlines "
        + lines;
  }

  /** With other bytes around, so that nothing reads past what it was given. */
  private byte[] buffer(int start, int end) {
    byte[] buffer = new byte[BEFORE + end - start + BEHIND];
    Arrays.fill(buffer, (byte) '"');
    System.arraycopy(input, start, buffer, BEFORE, end - start);
    return buffer;
  }

  private void read(FormatReader reader, Chunk chunk) {
    reader.open(chunk, this);
    for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        for (int column = 0; column < batch.width(); column++) {
          value(batch.column(column), row);
        }
        rows.append('\n');
      }
    }
    lines += reader.lines();
  }

  private void value(Vector vector, int row) {
    if (vector.isNull(row)) {
      rows.append("NULL ");
    } else if (vector instanceof Vector.Ints numbers) {
      rows.append(numbers.values[row]).append(' ');
    } else {
      Vector.Bytes texts = (Vector.Bytes) vector;
      rows.append('\'')
          .append(
              new String(
                  texts.data(), texts.starts[row], texts.lengths[row], StandardCharsets.UTF_8))
          .append("' ");
    }
  }

  @Override
  public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
    if (rejectCount == rejects.length) {
      rejects = Arrays.copyOf(rejects, 2 * rejectCount);
    }
    boolean marked = row.valueStart() >= 0;
    rejects[rejectCount++] =
        new Reject(
            byteOffset,
            lines + lineInChunk,
            fault,
            marked ? row.valueStart() - row.start() : -1,
            marked ? row.valueEnd() - row.start() : -1,
            new String(row.copy(Integer.MAX_VALUE), StandardCharsets.ISO_8859_1));
  }

  @Override
  public void nulled(String column, long values) {
    nulled[column.charAt(0) % nulled.length] += values; // the names differ in it
  }
}
