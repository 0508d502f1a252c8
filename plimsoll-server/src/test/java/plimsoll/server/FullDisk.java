package plimsoll.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;

/** A disk with so many bytes left, and others at work on it. */
final class FullDisk extends ForwardingStorage {
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  private String watched = "";
  private Step then = () -> {};

  FullDisk(Storage disk) {
    super(disk);
  }

  /** From now on only so many more bytes can be written. */
  void leave(long bytes) {
    left.set(bytes);
  }

  /** Something that happens before it is asked where that path really is. */
  void before(String path, Step step) {
    watched = path;
    then = step;
  }

  /** A step of somebody else. */
  @FunctionalInterface
  interface Step {
    void take() throws IOException;
  }

  @Override
  public String realPath(String path) throws IOException {
    if (path.equals(watched)) {
      then.take();
    }
    return super.realPath(path);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    return new Limited(super.create(path));
  }

  @Override
  public OutputFile create(String path, Readers readers) throws IOException {
    return new Limited(super.create(path, readers));
  }

  private final class Limited extends Output {
    Limited(OutputFile file) {
      super(file);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (left.addAndGet(-length) < 0) {
        throw new FileSystemException(path(), null, "No space left on device");
      }
      super.write(buffer, offset, length);
    }
  }
}
