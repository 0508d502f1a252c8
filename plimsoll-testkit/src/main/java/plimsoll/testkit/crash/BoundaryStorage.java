package plimsoll.testkit.crash;

import java.io.IOException;
import java.util.List;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * A storage whose every change is a boundary. A tree is deleted one file at a time, as disks do.
 */
public final class BoundaryStorage implements Storage {
  private final Storage storage;
  private final Boundaries boundaries;

  /** Numbers the changes of {@code storage}. */
  public BoundaryStorage(Storage storage, Boundaries boundaries) {
    this.storage = storage;
    this.boundaries = boundaries;
  }

  @Override
  public InputFile open(String path) throws IOException {
    boundaries.checkAlive();
    return new Input(storage.open(path));
  }

  @Override
  public OutputFile create(String path) throws IOException {
    boundaries.reach("create", path, true);
    return new Output(storage.create(path));
  }

  @Override
  public boolean exists(String path) throws IOException {
    boundaries.checkAlive();
    return storage.exists(path);
  }

  @Override
  public String realPath(String path) throws IOException {
    return storage.realPath(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    boundaries.checkAlive();
    return storage.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    boundaries.checkAlive();
    return storage.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    boundaries.checkAlive();
    return storage.match(pattern);
  }

  @Override
  public void delete(String path) throws IOException {
    boundaries.reach("delete", path, false);
    storage.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    for (FileStatus file : walk(directory)) {
      delete(file.path());
    }
    boundaries.reach("deleteTree", directory, false);
    storage.deleteTree(directory);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    boundaries.reach("syncDirectory", directory, false);
    storage.syncDirectory(directory);
  }

  private final class Input implements InputFile {
    private final InputFile file;

    private Input(InputFile file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public long length() throws IOException {
      boundaries.checkAlive();
      return file.length();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
      boundaries.checkAlive();
      return file.read(position, buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private final class Output implements OutputFile {
    private final OutputFile file;

    private Output(OutputFile file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      boundaries.reach("write", file.path(), true);
      file.write(buffer, offset, length);
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void sync() throws IOException {
      boundaries.reach("sync", file.path(), false);
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
