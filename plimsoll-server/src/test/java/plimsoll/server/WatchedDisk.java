package plimsoll.server;

import java.io.IOException;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk on which something happens when the next data file of a table gets its first bytes. */
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
    return path.contains("/warehouse/") && path.endsWith(".parquet") ? new Watched(file) : file;
  }

  private final class Watched extends Output {
    Watched(OutputFile file) {
      super(file);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      Step step = next;
      next = () -> {};
      step.run();
      super.write(buffer, offset, length);
    }
  }
}
