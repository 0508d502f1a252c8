package plimsoll.testkit.crash;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.FileEntry;
import plimsoll.storage.FileStatus;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;

/**
 * A storage whose every change is a boundary. A tree is deleted one file at a time, as disks do.
 */
public final class BoundaryStorage extends ForwardingStorage {
  private final Boundaries boundaries;

  /** Numbers the changes of {@code storage}. */
  public BoundaryStorage(Storage storage, Boundaries boundaries) {
    super(storage);
    this.boundaries = boundaries;
  }

  @Override
  public InputFile open(String path) throws IOException {
    boundaries.checkAlive();
    return new Input(super.open(path));
  }

  @Override
  public OutputFile create(String path) throws IOException {
    boundaries.reach("create", path, true);
    return new Numbered(super.create(path));
  }

  @Override
  public OutputFile create(String path, Readers readers) throws IOException {
    boundaries.reach("create", path, true);
    return new Numbered(super.create(path, readers));
  }

  @Override
  public boolean exists(String path) throws IOException {
    boundaries.checkAlive();
    return super.exists(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    boundaries.checkAlive();
    return super.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    boundaries.checkAlive();
    return super.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    boundaries.checkAlive();
    return super.match(pattern);
  }

  @Override
  public @Nullable FileEntry entry(String path) throws IOException {
    boundaries.checkAlive();
    return super.entry(path);
  }

  @Override
  public void link(String file, String name) throws IOException {
    boundaries.reach("link", name, true);
    super.link(file, name);
  }

  @Override
  public void replace(String file, String name) throws IOException {
    boundaries.reach("replace", name, false);
    super.replace(file, name);
  }

  @Override
  public void delete(String path) throws IOException {
    boundaries.reach("delete", path, false);
    super.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    for (FileStatus file : walk(directory)) {
      delete(file.path());
    }
    boundaries.reach("deleteTree", directory, false);
    super.deleteTree(directory);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    boundaries.reach("syncDirectory", directory, false);
    super.syncDirectory(directory);
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

  private final class Numbered extends Output {
    private Numbered(OutputFile file) {
      super(file);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      boundaries.reach("write", path(), true);
      super.write(buffer, offset, length);
    }

    @Override
    public void sync() throws IOException {
      boundaries.reach("sync", path(), false);
      super.sync();
    }
  }
}
