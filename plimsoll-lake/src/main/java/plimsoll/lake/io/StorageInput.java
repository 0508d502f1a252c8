package plimsoll.lake.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.iceberg.io.SeekableInputStream;
import plimsoll.storage.InputFile;

/** A seekable stream over a storage file, with a buffer. */
final class StorageInput extends SeekableInputStream {
  private static final int BUFFER = 64 << 10;

  private final InputFile file;
  private final byte[] buffer;
  private long bufferStart;
  private int bufferLength;
  private long position;

  StorageInput(InputFile file) throws IOException {
    this.file = file;
    buffer = new byte[(int) Math.max(1, Math.min(BUFFER, file.length()))];
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new EOFException("Seek to " + newPosition + " in " + file.path());
    }
    position = newPosition;
  }

  @Override
  public int read() throws IOException {
    if (!buffered() && !fill()) {
      return -1;
    }
    return buffer[(int) (position++ - bufferStart)] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!buffered()) {
      if (length >= buffer.length) {
        return direct(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int at = (int) (position - bufferStart);
    int count = Math.min(length, bufferLength - at);
    System.arraycopy(buffer, at, target, offset, count);
    position += count;
    return count;
  }

  private int direct(byte[] target, int offset, int length) throws IOException {
    int count = file.read(position, target, offset, length);
    if (count > 0) {
      position += count;
    }
    return count;
  }

  private boolean buffered() {
    return position >= bufferStart && position < bufferStart + bufferLength;
  }

  private boolean fill() throws IOException {
    bufferStart = position;
    bufferLength = Math.max(0, file.read(position, buffer, 0, buffer.length));
    return bufferLength > 0;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, file.length() - position));
    position += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
