package plimsoll.formats.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import plimsoll.storage.InputFile;

/** Reads a part of a file front to back: short headers through a buffer, long bodies past it. */
final class FileCursor extends InputStream {
  private static final int BUFFER = 8 << 10;

  private final InputFile file;
  private final long end;
  private final byte[] buffer = new byte[BUFFER];
  private long bufferStart;
  private int bufferLength;
  private long position;
  private long bytesRead;

  /** From {@code start} on; nothing lies behind {@code end}. */
  FileCursor(InputFile file, long start, long end) {
    this.file = file;
    this.end = end;
    position = start;
    bufferStart = start;
  }

  /** Bytes fetched from the file since this was asked last. */
  long takeBytesRead() {
    long bytes = bytesRead;
    bytesRead = 0;
    return bytes;
  }

  long footprint() {
    return BUFFER;
  }

  /** Where in the file the next byte lies. */
  long position() {
    return position;
  }

  /** How many bytes there can still be. */
  long remaining() {
    return end - position;
  }

  @Override
  public int read() throws IOException {
    if (!buffered() && !fill()) {
      return -1;
    }
    return buffer[(int) (position++ - bufferStart)] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!buffered() && length < BUFFER && !fill()) {
      return -1;
    }
    if (!buffered()) {
      return direct(to, offset, length);
    }
    int from = (int) (position - bufferStart);
    int count = Math.min(length, bufferLength - from);
    System.arraycopy(buffer, from, to, offset, count);
    position += count;
    return count;
  }

  /** Reads exactly that many bytes. */
  void readFully(byte[] to, int length) throws IOException {
    if (readNBytes(to, 0, length) < length) {
      throw new EOFException("it ends inside a page");
    }
  }

  private boolean buffered() {
    return position >= bufferStart && position < bufferStart + bufferLength;
  }

  private boolean fill() throws IOException {
    int most = (int) Math.min(BUFFER, end - position);
    bufferStart = position;
    bufferLength = most <= 0 ? 0 : Math.max(0, file.read(position, buffer, 0, most));
    bytesRead += bufferLength;
    return bufferLength > 0;
  }

  private int direct(byte[] to, int offset, int length) throws IOException {
    int most = (int) Math.min(length, end - position);
    int read = most <= 0 ? -1 : file.read(position, to, offset, most);
    position += Math.max(read, 0);
    bytesRead += Math.max(read, 0);
    return read;
  }
}
