package plimsoll.lake.iceberg;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.storage.Storage;

/**
 * Whether files lie in the warehouse that is open, whatever name led there.
 *
 * <p>Design note. Iceberg metadata names files by absolute path. A data directory that was moved
 * leads nowhere; one that was <em>copied</em> leads to the tables of the original, where what looks
 * like an orphan may be live. A symbolic link at the old name makes both names mean one directory.
 * So paths are compared with their links resolved, and only when their text differs.
 */
final class Home {
  private final Storage storage;
  private final String warehouse;

  Home(Storage storage, String warehouse) {
    this.storage = storage;
    this.warehouse = warehouse;
  }

  /** Whether a file or directory lies in the warehouse; one that is nowhere does not. */
  boolean holds(String location) throws IOException {
    String path = StorageFileIO.path(location);
    if (isBelow(path, warehouse)) {
      return true;
    }
    try {
      return isBelow(storage.realPath(path), storage.realPath(warehouse));
    } catch (NoSuchFileException | FileNotFoundException nowhere) {
      return false;
    }
  }

  private static boolean isBelow(String path, String directory) {
    return path.startsWith(directory + "/");
  }

  /** DATA_DIRECTORY_MOVED if there are tables and none of them lies here. */
  void requireSome(List<String> locations) throws IOException {
    for (String location : locations) {
      if (holds(location)) {
        return;
      }
    }
    if (!locations.isEmpty()) {
      throw moved(locations.get(0));
    }
  }

  /** DATA_DIRECTORY_MOVED for a location that is not here. */
  PlimsollException moved(String location) {
    String path = StorageFileIO.path(location);
    String now = TableLayout.parent(warehouse);
    int inside = path.lastIndexOf(warehouse.substring(now.length()) + "/");
    String old = inside > 0 ? path.substring(0, inside) : TableLayout.parent(path);
    return ErrorCode.DATA_DIRECTORY_MOVED.with(TableLayout.parent(path), now, old, now, old);
  }
}
