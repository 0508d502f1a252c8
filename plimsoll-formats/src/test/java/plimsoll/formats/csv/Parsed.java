package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
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

/** Runs bytes through cutter and reader and keeps what comes out as objects. */
final class Parsed {
  record Reject(
      long line,
      long offset,
      ErrorCode error,
      String reason,
      String column,
      String value,
      String raw,
      String marked) {}

  final List<List<@Nullable String>> rows = new ArrayList<>();
  final List<Reject> rejects = new ArrayList<>();
  final List<String> nulled = new ArrayList<>();
  long lines;
  long padded;
  long cut;

  private Parsed() {}

  static Parsed of(Format format, String text) {
    return of(format, text.getBytes(StandardCharsets.UTF_8), 1 << 20);
  }

  /** As the chunk reader does it: chunks of about that size, cut at record ends. */
  static Parsed of(Format format, byte[] input, int chunkSize) {
    return of(format, format.newReader(), input, chunkSize);
  }

  static Parsed of(Format format, FormatReader reader, byte[] input, int chunkSize) {
    return of(format, reader, input, chunkSize, 0);
  }

  /** As above; a later stage then rejects as many rows, those with odd numbers. */
  static Parsed of(
      Format format, FormatReader reader, byte[] input, int chunkSize, int rejectedLater) {
    Parsed parsed = new Parsed();
    RecordCutter cutter = format.newCutter();
    boolean watched = true;
    int start = 0;
    int ordinal = 0;
    int size = chunkSize;
    while (start < input.length) {
      int end = Math.min(input.length, start + size);
      // A buffer of its own, with other bytes around, so that nothing reads past what it was given.
      byte[] buffer = new byte[end - start + 7];
      Arrays.fill(buffer, (byte) '"');
      System.arraycopy(input, start, buffer, 3, end - start);
      int cut =
          end == input.length ? end : cutter.lastRecordEnd(buffer, 3, 3 + end - start) - 3 + start;
      if (cut == start) {
        size *= 2;
        continue;
      }
      size = chunkSize;
      Quoting quoting = end == input.length ? Quoting.UNKNOWN : cutter.quoting();
      Chunk chunk = Chunk.of("input", buffer, 3, 3 + cut - start, ordinal++, start).saw(quoting);
      watched = watched && format.watcher().see(chunk);
      parsed.read(reader, chunk, rejectedLater);
      start = cut;
    }
    return parsed;
  }

  private void read(FormatReader reader, Chunk chunk, int rejectedLater) {
    long linesBefore = lines;
    reader.open(
        chunk,
        new RowRejects() {
          @Override
          public void reject(long line, long offset, Fault fault, RowBytes row) {
            int start = row.valueStart() - row.start();
            rejects.add(
                new Reject(
                    linesBefore + line,
                    offset,
                    fault.error(),
                    fault.reason(),
                    fault.column(),
                    fault.value(),
                    text(row.start(), row.end(), row.data()),
                    start < 0 ? "" : text(row.valueStart(), row.valueEnd(), row.data())));
          }

          private String text(int start, int end, byte[] data) {
            return new String(data, start, end - start, StandardCharsets.ISO_8859_1);
          }

          @Override
          public void nulled(String column, long values) {
            for (long i = 0; i < values; i++) {
              nulled.add(column);
            }
          }

          @Override
          public void padded(long count) {
            padded += count;
          }

          @Override
          public void cut(long count) {
            cut += count;
          }
        });
    for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 0; column < batch.width(); column++) {
          values.add(text(batch.column(column), row));
        }
        rows.add(values);
      }
      for (int row = 1; row < Math.min(batch.rows(), 2 * rejectedLater); row += 2) {
        reader.reject(batch.origin(row), new Fault(ErrorCode.NULL_VALUE, "later", "name", ""));
      }
    }
    lines += reader.lines();
  }

  static @Nullable String text(Vector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof Vector.Booleans v) {
      return v.values[row] == 1 ? "true" : "false";
    } else if (vector instanceof Vector.Ints v) {
      return Integer.toString(v.values[row]);
    } else if (vector instanceof Vector.Longs v) {
      return Long.toString(v.values[row]);
    } else if (vector instanceof Vector.Floats v) {
      return Float.toString(v.values[row]);
    } else if (vector instanceof Vector.Doubles v) {
      return Double.toString(v.values[row]);
    } else if (vector instanceof Vector.Bytes v) {
      return new String(v.data(), v.starts[row], v.lengths[row], StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException("no text for " + vector);
  }

  List<Reject> rejectsByOffset() {
    return rejects.stream().sorted(Comparator.comparingLong(Reject::offset)).toList();
  }
}
