package plimsoll.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Meter;
import plimsoll.error.ErrorCode;
import plimsoll.formats.compression.Codecs;
import plimsoll.formats.csv.CsvHeader;
import plimsoll.formats.csv.CsvHeader.Heading;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.Source;

/**
 * All inputs of a load as one body, so that several files stay one load: decoded, one after the
 * other, with one header at the front.
 */
final class SourceStream extends InputStream implements Meter {
  private static final int FIRST_BYTES = 1 << 20;
  private static final byte[] LINE_END = {'\n'};

  private final Source source;
  private final CsvOptions csv;
  private final Decoding decoding;
  private final byte[] recordEnd;
  private final byte[] tail; // the last bytes given, as many as a record end has
  private @Nullable ByteInput current;
  private @Nullable Heading heading;
  private byte[] pending = {};
  private int given;
  private boolean dirty;
  private volatile long rawBytes;

  SourceStream(Source source, CsvOptions csv) {
    this.source = source;
    this.csv = csv;
    decoding = new Decoding(csv.compression(), csv.encoding(), new Codecs());
    recordEnd =
        csv.recordEnd() instanceof CsvOptions.RecordEnd.Delimiter delimiter
            ? delimiter.bytes()
            : LINE_END;
    tail = new byte[recordEnd.length];
  }

  /** How the body is read: as the inputs, but it is decoded. */
  CsvOptions options() {
    return csv.toBuilder().compression(Compression.NONE).encoding(UTF_8).build();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (given < pending.length || current != null || open()) {
      int count = some(buffer, offset, length);
      if (count > 0) {
        remember(buffer, offset + count, count);
        return count;
      }
      if (count < 0) {
        closeCurrent();
      }
    }
    return -1;
  }

  private int some(byte[] buffer, int offset, int length) throws IOException {
    if (given < pending.length) {
      int count = Math.min(length, pending.length - given);
      System.arraycopy(pending, given, buffer, offset, count);
      given += count;
      return count;
    }
    return current == null ? -1 : current.read(buffer, offset, length);
  }

  private void remember(byte[] buffer, int end, int count) {
    int fresh = Math.min(count, tail.length);
    System.arraycopy(tail, fresh, tail, 0, tail.length - fresh);
    System.arraycopy(buffer, end - fresh, tail, tail.length - fresh, fresh);
    dirty = true;
  }

  /** Opens the next input and takes its heading off; false if there is none left. */
  private boolean open() throws IOException {
    ByteInput raw = source.next();
    if (raw == null) {
      return false;
    }
    ByteInput input = decoding.open(new Counted(raw));
    current = input;
    byte[] start = new byte[FIRST_BYTES];
    int filled = fill(input, start, 0);
    if (filled == 0) {
      return true; // an empty file has no header either
    }
    Optional<Heading> found = heading(input, start, filled);
    while (found.isEmpty()) {
      if (filled > csv.maxRowBytes()) {
        throw ErrorCode.ROW_TOO_LONG.with(csv.maxRowBytes(), "max_row_bytes, in " + input.name());
      }
      start = Arrays.copyOf(start, 2 * filled);
      filled = fill(input, start, filled);
      found = heading(input, start, filled);
    }
    give(found.get(), input.name(), Arrays.copyOf(start, filled));
    return true;
  }

  private Optional<Heading> heading(ByteInput input, byte[] start, int filled) {
    return CsvHeader.heading(input.name(), start, filled, csv, filled < start.length);
  }

  /** Reads until the buffer is full or the input ends; how many bytes are in it then. */
  private static int fill(ByteInput input, byte[] buffer, int from) throws IOException {
    int filled = from;
    while (filled < buffer.length) {
      int read = input.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled;
  }

  /** The first input goes out with its heading; those behind it without, from a new row on. */
  private void give(Heading found, String name, byte[] start) {
    given = 0;
    pending = start;
    if (heading == null) {
      heading = found;
      return;
    }
    found.requireSame(heading, name);
    given = found.length();
    if (dirty && !Arrays.equals(tail, recordEnd)) {
      given = 0;
      pending = Arrays.copyOf(recordEnd, recordEnd.length + start.length - found.length());
      System.arraycopy(
          start, found.length(), pending, recordEnd.length, start.length - found.length());
    }
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

  /** An input that counts what is read of it. */
  private final class Counted implements ByteInput {
    private final ByteInput input;

    Counted(ByteInput input) {
      this.input = input;
    }

    @Override
    public String name() {
      return input.name();
    }

    @Override
    public long length() {
      return input.length();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the source, others only look
    public int read(byte[] buffer, int offset, int length) {
      int read = readHere(buffer, offset, length);
      rawBytes += Math.max(0, read);
      return read;
    }

    /** Told apart from a failure of the connection that the bytes are sent on. */
    private int readHere(byte[] buffer, int offset, int length) {
      try {
        return input.read(buffer, offset, length);
      } catch (IOException e) {
        throw ErrorCode.FILE_UNREADABLE.because(e, input.name(), e.getMessage());
      }
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }
}
