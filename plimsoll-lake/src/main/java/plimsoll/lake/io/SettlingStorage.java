package plimsoll.lake.io;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.Storage;

/**
 * A storage that knows which of its removals are not durable yet, or failed. A removed name comes
 * back with a power cut until its directory is synced; syncing after each removal would cost every
 * commit, and the next commit's sync makes most of them durable anyway. So the rest is synced when
 * somebody relies on it: {@link #settle}.
 */
public final class SettlingStorage extends ForwardingStorage {
  private final Set<String> unsynced = ConcurrentHashMap.newKeySet();
  private volatile boolean failed;

  /** Watches the removals in {@code storage}. */
  public SettlingStorage(Storage storage) {
    super(storage);
  }

  /**
   * Makes all removals durable.
   *
   * @throws IOException if that fails, or if a removal failed since the start
   */
  public void settle() throws IOException {
    for (String directory : Set.copyOf(unsynced)) {
      if (exists(directory)) {
        syncDirectory(directory);
      } else {
        unsynced.remove(directory); // gone with a whole tree, whose own parent is noted
      }
    }
    if (failed) {
      throw new IOException("a file that nothing names could not be removed");
    }
  }

  @Override
  public void delete(String path) throws IOException {
    removed(path);
    try {
      super.delete(path);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    removed(directory);
    try {
      super.deleteTree(directory);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** Noted before the removal: one that fails half-way has removed something too. */
  private void removed(String path) {
    unsynced.add(path.substring(0, path.lastIndexOf('/')));
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    boolean pending = unsynced.remove(directory);
    try {
      super.syncDirectory(directory);
    } catch (IOException e) {
      if (pending) {
        unsynced.add(directory);
      }
      throw e;
    }
  }
}
