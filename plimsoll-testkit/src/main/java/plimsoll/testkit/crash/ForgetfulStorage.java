package plimsoll.testkit.crash;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A storage with a planted bug: it does not sync some paths, and does not say so. */
public final class ForgetfulStorage implements Storage {
  private final Storage storage;
  private final Predicate<String> files;
  private final Predicate<String> directories;

  private ForgetfulStorage(
      Storage storage, Predicate<String> files, Predicate<String> directories) {
    this.storage = storage;
    this.files = files;
    this.directories = directories;
  }

  /** Leaves out the sync of files whose path says so. */
  public static Storage ofFiles(Storage storage, Predicate<String> paths) {
    return new ForgetfulStorage(storage, paths, path -> false);
  }

  /** Leaves out the sync of directories whose path says so. */
  public static Storage ofDirectories(Storage storage, Predicate<String> paths) {
    return new ForgetfulStorage(storage, path -> false, paths);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    OutputFile file = storage.create(path);
    return files.test(path) ? new Unsynced(file) : file;
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    if (!directories.test(directory)) {
      storage.syncDirectory(directory);
    }
  }

  @Override
  public InputFile open(String path) throws IOException {
    return storage.open(path);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return storage.exists(path);
  }

  @Override
  public String realPath(String path) throws IOException {
    return storage.realPath(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    return storage.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    return storage.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    return storage.match(pattern);
  }

  @Override
  public void delete(String path) throws IOException {
    storage.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    storage.deleteTree(directory);
  }

  /** Everything but the sync. */
  private static final class Unsynced implements OutputFile {
    private final OutputFile file;

    private Unsynced(OutputFile file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      file.write(buffer, offset, length);
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void sync() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
