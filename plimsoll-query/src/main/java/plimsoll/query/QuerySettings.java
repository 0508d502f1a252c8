package plimsoll.query;

import java.nio.file.Path;

/**
 * What one query may use.
 *
 * @param memoryBytes memory, beyond which it spills
 * @param spillBytes disk for spilling; 0 for none
 * @param spillDirectory where it spills, in a directory of its own; created on demand
 * @param threads threads
 */
public record QuerySettings(long memoryBytes, long spillBytes, Path spillDirectory, int threads) {
  /** Memory for the rows of one batch. */
  static final long BATCH_MEMORY = 128L << 20;

  /** For a worker of a load, beside others: little memory, one thread. */
  QuerySettings ofBatches() {
    return new QuerySettings(Math.min(memoryBytes, BATCH_MEMORY), spillBytes, spillDirectory, 1);
  }

  /** One thread a processor. */
  public static QuerySettings of(long memoryBytes, long spillBytes, Path spillDirectory) {
    return new QuerySettings(
        memoryBytes, spillBytes, spillDirectory, Runtime.getRuntime().availableProcessors());
  }
}
