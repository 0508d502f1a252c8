package plimsoll.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import plimsoll.storage.OutputFile;

/** A new local file, written front to back by one thread. */
final class LocalOutputFile implements OutputFile {
  private final String path;
  private final FileChannel channel;
  private long position;

  LocalOutputFile(String path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
    try {
      while (source.hasRemaining()) {
        position += channel.write(source);
      }
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void sync() throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
