package plimsoll.lake.io;

import java.io.IOException;
import org.apache.iceberg.io.PositionOutputStream;
import plimsoll.storage.OutputFile;

/** A buffered stream into a storage file that is synced when closed. */
final class StorageOutput extends PositionOutputStream {
  private static final int BUFFER = 32 << 10;

  private final OutputFile file;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private boolean closed;

  StorageOutput(OutputFile file) {
    this.file = file;
  }

  @Override
  public long getPos() {
    return file.position() + used;
  }

  @Override
  public void write(int value) throws IOException {
    if (used == buffer.length) {
      drain();
    }
    buffer[used++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - used) {
      drain();
      if (length >= buffer.length) {
        file.write(bytes, offset, length);
        return;
      }
    }
    System.arraycopy(bytes, offset, buffer, used, length);
    used += length;
  }

  private void drain() throws IOException {
    if (used > 0) {
      file.write(buffer, 0, used);
      used = 0;
    }
  }

  @Override
  public void flush() throws IOException {
    drain();
  }

  /** Closes without syncing: the file will be deleted. */
  void abandon() throws IOException {
    if (!closed) {
      closed = true;
      file.close();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      drain();
      file.sync();
    }
  }
}
