package plimsoll.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.local.LocalStorage;

/** Local files; remembers what was synced, and can run out of space. */
public final class RecordingStorage extends ForwardingStorage {
  /** Paths of files and directories in the order they were synced. */
  public final List<String> synced = new ArrayList<>();

  /** Files that can still be created; negative for any number. */
  public int createsLeft = -1;

  /** How many of the next removals fail. */
  public int failingDeletes;

  public RecordingStorage() {
    super(new LocalStorage());
  }

  @Override
  public OutputFile create(String path) throws IOException {
    if (createsLeft == 0) {
      throw new IOException("No space left on device: " + path);
    }
    createsLeft--;
    return new Output(super.create(path)) {

      @Override
      public void sync() throws IOException {
        super.sync();
        synced.add(path);
      }
    };
  }

  @Override
  public void delete(String path) throws IOException {
    if (failingDeletes > 0) {
      failingDeletes--;
      throw new IOException("cannot delete " + path);
    }
    super.delete(path);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    super.syncDirectory(directory);
    synced.add(directory);
  }
}
