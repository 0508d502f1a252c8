package plimsoll.server;

import java.io.IOException;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** A disk on which something happens to the next data file of a table. */
final class WatchedDisk extends ForwardingStorage {
  private static final Step NOTHING = () -> {};

  private Step atCreation = NOTHING;
  private Step atWrite = NOTHING;

  WatchedDisk(Storage disk) {
    super(disk);
  }

  /** Something that happens, or fails. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** When it is there and still empty. */
  void onceCreated(Step step) {
    atCreation = step;
  }

  /** When it gets its first bytes. */
  void onceWritten(Step step) {
    atWrite = step;
  }

  @Override
  public OutputFile create(String path) throws IOException {
    OutputFile file = super.create(path);
    if (!path.contains("/warehouse/") || !path.endsWith(".parquet")) {
      return file;
    }
    Step step = atCreation;
    atCreation = NOTHING;
    step.run();
    return new Watched(file);
  }

  private final class Watched extends Output {
    Watched(OutputFile file) {
      super(file);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      Step step = atWrite;
      atWrite = NOTHING;
      step.run();
      super.write(buffer, offset, length);
    }
  }
}
