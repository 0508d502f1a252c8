package plimsoll.server.session;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/**
 * A file on the client's machine as the one input of a load.
 *
 * <p>A client that cannot or will not read the file sends nothing, and says why to its own user
 * only: here that looks like an empty file.
 */
final class ClientFileSource implements Source {
  private final ClientFiles files;
  private final String path;
  private final boolean mayBeEmpty;
  private @Nullable InputStream opened;
  private boolean closed;

  /**
   * @param mayBeEmpty whether a file without a byte is one without rows; else it is an error, since
   *     it may not have been read
   */
  ClientFileSource(ClientFiles files, String path, boolean mayBeEmpty) {
    this.files = files;
    this.path = path;
    this.mayBeEmpty = mayBeEmpty;
  }

  @Override
  public String describe() {
    return path;
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  @Override
  public synchronized @Nullable ByteInput next() throws IOException {
    if (closed) {
      throw new IOException("the load was stopped");
    }
    if (opened != null) {
      return null;
    }
    opened = files.open(path);
    return new Input(path, opened, mayBeEmpty);
  }

  /** A read that waits in another thread ends with an error. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }

  private static final class Input implements ByteInput {
    private final String name;
    private final InputStream bytes;
    private boolean mayEnd;

    Input(String name, InputStream bytes, boolean mayBeEmpty) {
      this.name = name;
      this.bytes = bytes;
      mayEnd = mayBeEmpty;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return -1;
    }

    /**
     * @throws PlimsollException FILE_UNREADABLE for an empty file where there must be none
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = bytes.read(buffer, offset, length);
      if (read < 0 && !mayEnd) {
        throw ErrorCode.FILE_UNREADABLE.with(
            name,
            "the client sent no byte: the file is empty, or the client could not or would not read"
                + " it, as it then says itself");
      }
      mayEnd |= read > 0;
      return read;
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
