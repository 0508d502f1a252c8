package plimsoll.server;

import java.io.IOException;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk on which something happens when the next data file of a table has got its first bytes. */
final class WatchedDisk extends ForwardingStorage {
  private Step next = () -> {};

  WatchedDisk(Storage disk) {
    super(disk);
  }

  /** Something that happens, or fails. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  void then(Step step) {
    next = step;
  }

  @Override
  public OutputFile create(String path) throws IOException {
    OutputFile file = super.create(path);
    if (path.contains("/warehouse/") && path.endsWith(".parquet")) {
      Step step = next;
      next = () -> {};
      run(step, file);
    }
    return file;
  }

  private static void run(Step step, OutputFile file) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
