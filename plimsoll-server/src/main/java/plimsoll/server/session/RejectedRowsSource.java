package plimsoll.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.load.RejectedRows;
import plimsoll.model.RejectedRow;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/** The rejected rows of a load as text again, each with its end. */
final class RejectedRowsSource implements Source {
  private final String name;
  private final RejectedRows rows;
  private final byte[] recordEnd;
  private final long bytes;
  private @Nullable RejectedRow next;
  private volatile boolean closed;

  /**
   * Rows of an open log.
   *
   * @param bytes how many there are in all
   */
  RejectedRowsSource(String name, RejectedRows rows, byte[] recordEnd, long bytes) {
    this.name = name;
    this.rows = rows;
    this.recordEnd = recordEnd;
    this.bytes = bytes;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public long totalBytes() {
    return bytes;
  }

  /** A row with an open quote would take in all behind it: it ends its input, as it did before. */
  @Override
  public @Nullable ByteInput next() throws IOException {
    RejectedRow first = next != null ? next : read();
    next = null;
    return first == null ? null : new Input(first);
  }

  private @Nullable RejectedRow read() throws IOException {
    if (closed) {
      throw new IOException("the load was stopped");
    }
    return rows.next();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    rows.close();
  }

  private final class Input implements ByteInput {
    private @Nullable RejectedRow row;
    private int given;

    Input(RejectedRow first) {
      row = first;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      RejectedRow open = row;
      if (open == null) {
        return -1;
      }
      byte[] raw = open.raw();
      boolean inRow = given < raw.length;
      byte[] from = inRow ? raw : recordEnd;
      int at = inRow ? given : given - raw.length;
      int count = Math.min(length, from.length - at);
      System.arraycopy(from, at, buffer, offset, count);
      given += count;
      if (given == raw.length + recordEnd.length) {
        advance(open);
      } else if (given == raw.length && open.error() == ErrorCode.UNCLOSED_QUOTE) {
        advance(open);
      }
      return count;
    }

    private void advance(RejectedRow done) throws IOException {
      given = 0;
      row = null;
      if (done.error() != ErrorCode.UNCLOSED_QUOTE) {
        row = RejectedRowsSource.this.read();
      }
    }

    @Override
    public void close() {}
  }
}
