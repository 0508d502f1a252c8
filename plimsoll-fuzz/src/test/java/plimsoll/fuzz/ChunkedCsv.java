package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import plimsoll.flow.Chunk;
import plimsoll.flow.RecordCutter;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/** Reads bytes in chunks as a load does, and writes down all that comes out of it. */
final class ChunkedCsv implements RowRejects {
  private static final int BEFORE = 3;
  private static final int BEHIND = 4;

  private final Format format;
  private final byte[] input;
  private final int from;
  private final StringBuilder rows = new StringBuilder();
  private final TreeMap<Long, String> rejects = new TreeMap<>();
  private final Map<String, Integer> nulled = new TreeMap<>();
  private long lines;

  /** The bytes of an input from that place on. */
  ChunkedCsv(Format format, byte[] input, int from) {
    this.format = format;
    this.input = input;
    this.from = from;
  }

  /** In chunks of about that many bytes. */
  String read(FormatReader reader, int chunkSize) {
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
    return rows + "rejects " + rejects + "\nnulled " + nulled + "\nlines " + lines;
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
    String raw = new String(row.copy(Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
    String marked =
        row.valueStart() < 0
            ? ""
            : (row.valueStart() - row.start()) + "-" + (row.valueEnd() - row.start());
    String before =
        rejects.put(
            byteOffset,
            String.join(
                "|",
                (lines + lineInChunk) + "",
                fault.error().name(),
                fault.reason(),
                fault.column(),
                fault.value(),
                marked,
                raw));
    if (before != null) {
      throw new AssertionError("rejected twice: " + before);
    }
  }

  @Override
  public void nulled(String column, long values) {
    nulled.merge(column, (int) values, Integer::sum);
  }
}
