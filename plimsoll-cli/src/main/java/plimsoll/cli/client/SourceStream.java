package plimsoll.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Meter;
import plimsoll.error.ErrorCode;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/**
 * All inputs of a load as one body, so that several files stay one load: unpacked, one after the
 * other, with one header at the front.
 */
final class SourceStream extends InputStream implements Meter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Source source;
  private final CsvOptions csv;
  private @Nullable InputStream current;
  private byte @Nullable [] heading;
  private byte[] pending = {};
  private int given;
  private int last = '\n';
  private volatile long rawBytes;

  SourceStream(Source source, CsvOptions csv) {
    this.source = source;
    this.csv = csv;
  }

  /** How the body is read: as the inputs, but it is not compressed. */
  CsvOptions options() {
    return csv.toBuilder().compression(Compression.NONE).build();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (given < pending.length || current != null || open()) {
      if (given < pending.length) {
        int count = Math.min(length, pending.length - given);
        System.arraycopy(pending, given, buffer, offset, count);
        given += count;
        last = buffer[offset + count - 1];
        return count;
      }
      InputStream input = current;
      int count = input == null ? 0 : input.read(buffer, offset, length);
      if (count > 0) {
        last = buffer[offset + count - 1];
        return count;
      }
      if (count < 0) {
        closeCurrent();
      }
    }
    return -1;
  }

  /** Opens the next input and reads its heading; false if there is none left. */
  private boolean open() throws IOException {
    ByteInput input = source.next();
    if (input == null) {
      return false;
    }
    InputStream bytes = new Counted(input);
    current = isPacked(input.name()) ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
    byte[] found = readHeading(current);
    if (heading == null) {
      heading = found;
      give(found);
    } else {
      requireSameHeading(heading, found, input.name());
      give(last == '\n' ? new byte[0] : recordEnd());
    }
    return true;
  }

  private void give(byte[] bytes) {
    pending = bytes;
    given = 0;
  }

  private boolean isPacked(String name) {
    return switch (csv.compression()) {
      case NONE -> false;
      case GZIP -> true;
      case BY_NAME -> name.toLowerCase(Locale.ROOT).endsWith(".gz");
    };
  }

  private byte[] recordEnd() {
    return csv.recordEnd() instanceof CsvOptions.RecordEnd.Delimiter delimiter
        ? delimiter.bytes()
        : new byte[] {'\n'};
  }

  /** The rows before the data: those skipped, and the header. */
  private byte[] readHeading(InputStream in) throws IOException {
    long rows = csv.skipHeader() + (csv.header() == CsvOptions.Header.NONE ? 0 : 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long row = 0; row < rows; row++) {
      readRow(in, bytes);
    }
    return bytes.toByteArray();
  }

  private void readRow(InputStream in, ByteArrayOutputStream to) throws IOException {
    byte[] end = recordEnd();
    boolean quoted = false;
    int matched = 0;
    while (matched < end.length) {
      int read = in.read();
      if (read < 0) {
        return;
      }
      to.write(read);
      quoted ^= csv.enclose() != null && read == (csv.enclose() & 0xFF);
      matched = !quoted && (byte) read == end[matched] ? matched + 1 : 0;
    }
  }

  private static void requireSameHeading(byte[] first, byte[] other, String name) {
    if (!strip(first).equals(strip(other))) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "The header of '" + name + "' is not that of the first file. Load it on its own.");
    }
  }

  private static String strip(byte[] heading) {
    return new String(heading, java.nio.charset.StandardCharsets.UTF_8).strip();
  }

  private void closeCurrent() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeCurrent();
    source.close();
  }

  @Override
  public long bytes() {
    return rawBytes;
  }

  @Override
  public long totalBytes() {
    return source.totalBytes();
  }

  @Override
  public long rows() {
    return -1;
  }

  @Override
  public long filtered() {
    return -1;
  }

  /** An input as a stream that counts, and can say whether another gzip member follows. */
  private final class Counted extends InputStream {
    private final ByteInput input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;

    Counted(ByteInput input) {
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      return available() == 0 ? -1 : buffer[next++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (available() == 0) {
        return -1;
      }
      int count = Math.min(length, end - next);
      System.arraycopy(buffer, next, to, offset, count);
      next += count;
      return count;
    }

    @Override
    public int available() throws IOException {
      if (next == end) {
        next = 0;
        end = Math.max(0, input.read(buffer, 0, buffer.length));
        count(end);
      }
      return end - next;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the source, others only look
    private void count(int bytes) {
      rawBytes += bytes;
    }

    @Override
    public void close() {
      try {
        input.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
