package plimsoll.lake.iceberg;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import plimsoll.storage.Storage;

/**
 * Syncs directories whose files must be found after a crash, with those above them that may be new.
 * A directory stays once its parent was synced, so the parents are synced once a process only.
 */
final class Directories {
  private static final int REMEMBERED = 10_000;

  private final Storage storage;
  private final Set<String> linked =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  Directories(Storage storage) {
    this.storage = storage;
  }

  /** Syncs {@code directory}, and new ones above it up to {@code root}. */
  synchronized void syncUpTo(String directory, String root) throws IOException {
    storage.syncDirectory(directory);
    if (linked.contains(directory) || !directory.startsWith(root + "/")) {
      return;
    }
    syncUpTo(TableLayout.parent(directory), root);
    linked.add(directory);
  }
}
