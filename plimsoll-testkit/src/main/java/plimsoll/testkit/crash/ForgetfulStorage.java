package plimsoll.testkit.crash;

import java.io.IOException;
import java.util.function.Predicate;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;

/** A storage with a planted bug: it does not sync some paths, and does not say so. */
public final class ForgetfulStorage extends ForwardingStorage {
  private final Predicate<String> files;
  private final Predicate<String> directories;

  private ForgetfulStorage(
      Storage storage, Predicate<String> files, Predicate<String> directories) {
    super(storage);
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
    return forgetful(super.create(path));
  }

  @Override
  public OutputFile create(String path, Readers readers) throws IOException {
    return forgetful(super.create(path, readers));
  }

  private OutputFile forgetful(OutputFile file) {
    return files.test(file.path()) ? new Unsynced(file) : file;
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    if (!directories.test(directory)) {
      super.syncDirectory(directory);
    }
  }

  /** Everything but the sync. */
  private static final class Unsynced extends Output {
    private Unsynced(OutputFile file) {
      super(file);
    }

    @Override
    public void sync() {}
  }
}
