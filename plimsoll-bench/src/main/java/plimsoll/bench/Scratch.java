package plimsoll.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import plimsoll.storage.FileStatus;
import plimsoll.storage.local.LocalStorage;

/** A directory that is gone when the run is, unless it is kept to look at. */
final class Scratch implements Closeable {
  private final Path directory;
  private boolean kept;

  Scratch(Path parent) throws IOException {
    Files.createDirectories(parent);
    directory = Files.createTempDirectory(parent.toAbsolutePath(), "run-");
  }

  Path at(String name) {
    return directory.resolve(name);
  }

  /** Leaves it in place: something in it should be looked at. */
  Path keep() {
    kept = true;
    return directory;
  }

  /** Bytes of the files below a name whose own name ends so. */
  long bytes(String name, String ending) throws IOException {
    return new LocalStorage()
        .walk(at(name).toString()).stream()
            .filter(file -> file.path().endsWith(ending))
            .mapToLong(FileStatus::length)
            .sum();
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      new LocalStorage().deleteTree(directory.toString());
    }
  }
}
