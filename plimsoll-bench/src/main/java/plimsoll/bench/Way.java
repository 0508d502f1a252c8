package plimsoll.bench;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A way to load a file, over and over. */
interface Way extends Closeable {
  /** What the table of results calls it. */
  String name();

  /** Gets ready for a file: an empty table, or none. Not timed. */
  void prepare(CsvFile file) throws IOException;

  /** Loads it. */
  void load(CsvFile file) throws IOException;

  /** Size of what the last load left, in bytes. */
  long bytes() throws IOException;

  /**
   * Whose CPU time and memory a load takes, with all that it starts; null where they are gone when
   * the load is.
   */
  @Nullable ProcessHandle process();

  /** CPU seconds of the last load, where {@link #process} is null. */
  default @Nullable Double lastCpuSeconds() {
    return null;
  }

  /** Peak memory of the last load in bytes, where {@link #process} is null. */
  default @Nullable Long lastPeakBytes() {
    return null;
  }

  @Override
  default void close() throws IOException {}
}
