package plimsoll.server;

import java.io.IOException;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk on which something happens when the next data file of a table has got its first bytes. */
final class WatchedDisk extends ForwardingStorage {
  private Runnable next = () -> {};

  WatchedDisk(Storage disk) {
    super(disk);
  }

  void then(Runnable step) {
    next = step;
  }

  @Override
  public OutputFile create(String path) throws IOException {
    OutputFile file = super.create(path);
    if (path.contains("/warehouse/") && path.endsWith(".parquet")) {
      Runnable step = next;
      next = () -> {};
      step.run();
    }
    return file;
  }
}
