package plimsoll.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import plimsoll.storage.InputFile;

/** A local file that many threads read at positions of their own. */
final class LocalInputFile implements InputFile {
  private final String path;
  private final FileChannel channel;

  LocalInputFile(String path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, byte[] buffer, int offset, int length) throws IOException {
    try {
      return readFully(position, ByteBuffer.wrap(buffer, offset, length), length);
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  private int readFully(long position, ByteBuffer target, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int read = channel.read(target, position + done);
      if (read < 0) {
        return done == 0 ? -1 : done;
      }
      done += read;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
