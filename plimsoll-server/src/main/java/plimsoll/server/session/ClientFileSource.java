package plimsoll.server.session;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/** A file on the client's machine as the one input of a load. */
final class ClientFileSource implements Source {
  private final ClientFiles files;
  private final String path;
  private @Nullable InputStream opened;
  private boolean closed;

  ClientFileSource(ClientFiles files, String path) {
    this.files = files;
    this.path = path;
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
    return new Input(path, opened);
  }

  /** A read that waits in another thread ends with an error. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }

  private record Input(String name, InputStream bytes) implements ByteInput {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
