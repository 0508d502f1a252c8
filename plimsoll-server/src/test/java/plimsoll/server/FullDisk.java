package plimsoll.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk with so many bytes left; what is written after them fails as on a full device. */
final class FullDisk implements Storage {
  private final Storage disk;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  FullDisk(Storage disk) {
    this.disk = disk;
  }

  /** From now on only so many more bytes can be written. */
  void leave(long bytes) {
    left.set(bytes);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    return new Output(disk.create(path));
  }

  private final class Output implements OutputFile {
    private final OutputFile file;

    Output(OutputFile file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (left.addAndGet(-length) < 0) {
        throw new FileSystemException(path(), null, "No space left on device");
      }
      file.write(buffer, offset, length);
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public InputFile open(String path) throws IOException {
    return disk.open(path);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return disk.exists(path);
  }

  @Override
  public String realPath(String path) throws IOException {
    return disk.realPath(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    return disk.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    return disk.match(pattern);
  }

  @Override
  public void delete(String path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    disk.deleteTree(directory);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    disk.syncDirectory(directory);
  }
}
