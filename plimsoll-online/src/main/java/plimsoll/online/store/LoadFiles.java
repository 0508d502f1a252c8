package plimsoll.online.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import plimsoll.online.sort.KeySlice;

/** The entries of a load as files that RocksDB takes as they are. */
final class LoadFiles {
  private final Database database;
  private final Merging merging;
  private final PendingLoad pending;
  private final String pathPrefix;
  private final int threads;
  private final List<String> names = new ArrayList<>();
  private long bytes;

  private LoadFiles(
      Database database, Merging merging, PendingLoad pending, String pathPrefix, int threads) {
    this.database = database;
    this.merging = merging;
    this.pending = pending;
    this.pathPrefix = pathPrefix;
    this.threads = threads;
  }

  /**
   * Writes the entries of all rows that are to be there. If it fails, no file is left.
   *
   * @param pathPrefix begins their paths
   * @param threads most that write
   */
  static LoadFiles write(
      Database database, Merging merging, PendingLoad pending, String pathPrefix, int threads)
      throws IOException {
    LoadFiles files = new LoadFiles(database, merging, pending, pathPrefix, threads);
    try {
      files.write();
    } catch (IOException | RuntimeException | Error e) {
      delete(files.names, e);
      throw e;
    }
    return files;
  }

  static void delete(List<String> files, Throwable cause) {
    for (String file : files) {
      try {
        Files.deleteIfExists(Path.of(file));
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void write() throws IOException {
    int first = pending.present().first();
    List<SliceTask> tasks = new ArrayList<>();
    addTasks(first, tasks);
    if (pending.present().isUndecided()) {
      merging.helpers().run(tasks, threads);
      pending.present().decided();
      tasks.clear();
    }
    for (int slot = 0; slot < pending.slots().size(); slot++) {
      if (slot != first) {
        addTasks(slot, tasks);
      }
    }
    merging.helpers().run(tasks, threads);
  }

  private void addTasks(int slot, List<SliceTask> tasks) throws IOException {
    int number = 0;
    for (KeySlice slice : merging.slices(pending.load(), slot, threads)) {
      tasks.add(new SliceTask(slot, slice, pathPrefix + slot + "-" + number++ + "-"));
    }
  }

  /** All of them, complete and synced; durable once their directory is synced. */
  List<String> names() {
    return names.stream().sorted().toList();
  }

  /** Of all of them. */
  long bytes() {
    return bytes;
  }

  private synchronized void written(List<String> files, long size) {
    names.addAll(files);
    bytes += size;
  }

  private final class SliceTask implements Helpers.Task {
    private final int slot;
    private final KeySlice slice;
    private final String prefix;

    SliceTask(int slot, KeySlice slice, String prefix) {
      this.slot = slot;
      this.slice = slice;
      this.prefix = prefix;
    }

    @Override
    public void run(BooleanSupplier goesOn) throws IOException {
      try (SstFiles files = new SstFiles(database, prefix)) {
        if (pending.each(merging, slot, slice, goesOn, files::add)) {
          written(files.finish(), files.bytes());
        }
      }
    }
  }
}
