package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import plimsoll.flow.Chunk;
import plimsoll.flow.Quoting;
import plimsoll.flow.RecordCutter;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/**
 * Reads bytes in chunks as a load does, and adds up all that comes out of it, as a hash; in words
 * where it is asked to.
 */
final class ChunkedCsv implements RowRejects {
  private static final int BEFORE = 3;
  private static final int BEHIND = 4;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final Format format;
  private final byte[] input;
  private final int from;
  private final StringBuilder words = new StringBuilder();
  private final boolean inWords;
  private long[] rejected = new long[8]; // their byte offsets
  private int rejects;
  private long rejectHash; // does not depend on their order
  private long rowHash;
  private long nulledHash;
  private long lines;

  /**
   * The bytes of an input from that place on.
   *
   * @param inWords whether what comes out is to be shown
   */
  ChunkedCsv(Format format, byte[] input, int from, boolean inWords) {
    this.format = format;
    this.input = input;
    this.from = from;
    this.inWords = inWords;
  }

  /** In chunks of about that many bytes. */
  ChunkedCsv read(FormatReader reader, int chunkSize) {
    RecordCutter cutter = chunkSize < input.length - from ? format.newCutter() : null;
    int start = from;
    int ordinal = 0;
    int size = chunkSize;
    while (start < input.length) {
      int end = Math.min(input.length, start + size);
      byte[] buffer = buffer(start, end);
      int cut = end;
      Quoting quoting = Quoting.UNKNOWN;
      if (cutter != null && end < input.length) {
        cut = start - BEFORE + cutter.lastRecordEnd(buffer, BEFORE, BEFORE + end - start);
        quoting = cutter.quoting();
      }
      if (cut == start) {
        size *= 2;
        continue;
      }
      size = chunkSize;
      Chunk chunk =
          Chunk.of("input", buffer, BEFORE, BEFORE + cut - start, ordinal++, start - from)
              .saw(quoting);
      read(reader, chunk);
      start = cut;
    }
    requireOnce();
    return this;
  }

  private void requireOnce() {
    Arrays.sort(rejected, 0, rejects);
    for (int i = 1; i < rejects; i++) {
      if (rejected[i] == rejected[i - 1]) {
        throw new AssertionError("rejected twice: the row at byte " + rejected[i]);
      }
    }
  }

  /** Whether the same came out of another reading. */
  boolean isLike(ChunkedCsv other) {
    return lines == other.lines
        && rowHash == other.rowHash
        && nulledHash == other.nulledHash
        && rejectHash == other.rejectHash
        && Arrays.equals(rejected, 0, rejects, other.rejected, 0, other.rejects);
  }

  @Override
  public String toString() {
    return words + "lines " + lines;
  }

  /** With other bytes around, so that nothing reads past what it was given. */
  private byte[] buffer(int start, int end) {
    byte[] buffer = new byte[BEFORE + end - start + BEHIND];
    Arrays.fill(buffer, 0, BEFORE, (byte) '"');
    System.arraycopy(input, start, buffer, BEFORE, end - start);
    Arrays.fill(buffer, BEFORE + end - start, buffer.length, (byte) '"');
    return buffer;
  }

  private void read(FormatReader reader, Chunk chunk) {
    reader.open(chunk, this);
    for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        for (int column = 0; column < batch.width(); column++) {
          value(batch.column(column), row);
        }
        say("\n");
      }
    }
    lines += reader.lines();
  }

  private void value(Vector vector, int row) {
    if (vector.isNull(row)) {
      row(1);
      say("NULL ");
    } else if (vector instanceof Vector.Ints numbers) {
      row(2);
      row(numbers.values[row]);
      say(numbers.values[row] + " ");
    } else {
      Vector.Bytes texts = (Vector.Bytes) vector;
      int start = texts.starts[row];
      int length = texts.lengths[row];
      row(2);
      row(hash(texts.data(), start, start + length));
      if (inWords) {
        say("'" + new String(texts.data(), start, length, StandardCharsets.UTF_8) + "' ");
      }
    }
  }

  private void say(String text) {
    if (inWords) {
      words.append(text);
    }
  }

  private void row(long value) {
    rowHash = mixed(rowHash, value);
  }

  private static long mixed(long hash, long value) {
    long mixed = (hash + value) * PRIME;
    return mixed ^ mixed >>> 29;
  }

  private static long hash(byte[] data, int start, int end) {
    long hash = (long) end - start;
    for (int i = start; i < end; i++) {
      hash = mixed(hash, data[i]);
    }
    return hash;
  }

  @Override
  public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
    if (rejects == rejected.length) {
      rejected = Arrays.copyOf(rejected, 2 * rejects);
    }
    rejected[rejects++] = byteOffset;
    boolean marked = row.valueStart() >= 0;
    long hash = mixed(byteOffset, lines + lineInChunk);
    hash = mixed(hash, fault.error().number());
    hash = mixed(hash, fault.column().hashCode());
    hash = mixed(hash, fault.value().hashCode());
    hash = mixed(hash, marked ? row.valueStart() - row.start() : -1);
    hash = mixed(hash, marked ? row.valueEnd() - row.start() : -1);
    rejectHash += mixed(hash, hash(row.data(), row.start(), row.end()));
    if (inWords) {
      String raw = new String(row.copy(Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
      say("line " + (lines + lineInChunk) + " byte " + byteOffset + " " + fault + " " + raw + "\n");
    }
  }

  @Override
  public void nulled(String column, long values) {
    nulledHash += mixed(column.hashCode(), 0) * values; // in as many steps as there are chunks
    say(values + " of " + column + " nulled\n");
  }
}
