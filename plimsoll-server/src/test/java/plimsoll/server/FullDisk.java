package plimsoll.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk with so many bytes left; what is written after them fails as on a full device. */
final class FullDisk extends ForwardingStorage {
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  FullDisk(Storage disk) {
    super(disk);
  }

  /** From now on only so many more bytes can be written. */
  void leave(long bytes) {
    left.set(bytes);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    return new Limited(super.create(path));
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
